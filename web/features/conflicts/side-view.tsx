import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Conflict } from '#contract/conflicts.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'

type Side = Conflict['sides'][number]

/** How one department sees it, in its own words; only its people write them. */
export function SideView({ conflict, side }: { conflict: Conflict; side: Side }) {
  const t = useT()
  const can = useCan()
  const { member } = useMe()
  const members = useMembers()
  const [draft, setDraft] = useState<string | null>(null)
  const write = useAct('PUT /conflicts/:id/sides/:departmentId', { done: t('conflicts.sides.saved') })
  const owner = members.find((one) => one.id === side.ownerId)?.fullName ?? '…'
  const isMine = side.ownerId === member.id || member.departmentIds.includes(side.departmentId)
  const save = () =>
    write.mutate(
      { params: { id: conflict.id, departmentId: side.departmentId }, body: { view: draft ?? '' } },
      { onSuccess: () => setDraft(null) },
    )
  return (
    <section className="cf-side" aria-label={side.departmentName}>
      <h3>
        <DepartmentMark department={side.departmentId} />
      </h3>
      <p className="cf-line cf-small">
        <MemberAvatar name={owner} size={20} />
        <span>{owner}</span>
      </p>
      {draft === null ? (
        <>
          {side.view ? (
            <p className="cf-said">{side.view}</p>
          ) : (
            <p className="td-muted">{t('conflicts.sides.silent')}</p>
          )}
          {isMine && can('conflicts.write') && (
            <Button size="compact-sm" variant="light" onClick={() => setDraft(side.view)}>
              {t(side.view ? 'conflicts.sides.edit' : 'conflicts.sides.write')}
            </Button>
          )}
        </>
      ) : (
        <>
          <Textarea
            label={t('conflicts.sides.label', { department: side.departmentName })}
            autosize
            minRows={4}
            maxLength={5000}
            data-autofocus
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Group gap="xs" mt="xs" justify="flex-end">
            <Button size="compact-sm" variant="default" onClick={() => setDraft(null)}>
              {t('kit.cancel')}
            </Button>
            <Button size="compact-sm" loading={write.isPending} onClick={save}>
              {t('kit.save')}
            </Button>
          </Group>
        </>
      )}
    </section>
  )
}
