import { Button, Group } from '@mantine/core'
import { IconCheck, IconClock } from '@tabler/icons-react'
import type { AgreementVersion } from '#contract/agreement-parts.ts'
import type { Agreement } from '#contract/agreements.ts'
import { etagOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { Changes } from './changes.tsx'

/** The version being agreed: what it changes, who has signed it, and the one thing to do next. */
export function OpenVersion({ agreement, onEdit }: { agreement: Agreement; onEdit: () => void }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const { id, open } = agreement
  const ifMatch = etagOf(agreement)
  const guard = ifMatch ? { ifMatch } : {}
  const propose = useAct('POST /agreements/:id/proposal', { ...guard, done: t('agreements.acts.proposed') })
  const withdraw = useAct('DELETE /agreements/:id/draft', { ...guard, done: t('agreements.acts.withdrawn') })
  if (!open) return null
  return (
    <Panel title={t(`agreements.open.${open.state}`, { number: open.number })}>
      <p className="ag-said">{t('agreements.open.from', { date: format.date(open.from) })}</p>
      {open.note && <p className="ag-said">{open.note}</p>}
      <Changes version={open} />
      {open.state === 'proposed' && <Signatures agreement={agreement} version={open} />}
      <Group gap="xs" mt="sm">
        {open.state === 'draft' && can('agreements.write') && (
          <>
            <Button size="xs" loading={propose.isPending} onClick={() => propose.mutate({ params: { id } })}>
              {t('agreements.acts.propose')}
            </Button>
            <Button size="xs" variant="default" onClick={onEdit}>
              {t('agreements.acts.edit')}
            </Button>
          </>
        )}
        {can('agreements.write') && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate({ params: { id } })}
          >
            {t('agreements.acts.withdraw')}
          </Button>
        )}
      </Group>
    </Panel>
  )
}

function Signatures({ agreement, version }: { agreement: Agreement; version: AgreementVersion }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const { member } = useMe()
  const members = useMembers()
  const sign = useAct('POST /agreements/:id/signatures', {
    invalidates: ['/agreements', '/sla-policy'],
    done: t('agreements.acts.signed'),
  })
  const nameOf = (id: string) => members.find((one) => one.id === id)?.fullName ?? '–'
  const mine = new Set(members.find((one) => one.id === member.id)?.departments.map((one) => one.id))
  return (
    <ul className="ag-signatures">
      {version.signatures.map((one) => (
        <li key={one.departmentId}>
          <IconCheck size={16} aria-hidden="true" />
          <DepartmentMark department={one.departmentId} />
          <span className="td-muted">
            {t('agreements.open.signedBy', { who: nameOf(one.memberId), when: format.date(one.signedAt) })}
          </span>
        </li>
      ))}
      {version.missingDepartmentIds.map((departmentId) => (
        <li key={departmentId}>
          <IconClock size={16} aria-hidden="true" />
          <DepartmentMark department={departmentId} />
          {can('agreements.sign') && mine.has(departmentId) ? (
            <SignButton
              department={departmentId}
              isBusy={sign.isPending}
              onSign={() =>
                sign.mutate({ params: { id: agreement.id }, body: { number: version.number, departmentId } })
              }
            />
          ) : (
            <span className="td-muted">{t('agreements.open.waiting')}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function SignButton({ department, isBusy, onSign }: { department: string; isBusy: boolean; onSign: () => void }) {
  const t = useT()
  const { departments } = useMe()
  const name = departments.find((one) => one.id === department)?.name ?? ''
  return (
    <Button size="compact-sm" loading={isBusy} onClick={onSign}>
      {t('agreements.acts.sign', { department: name })}
    </Button>
  )
}
