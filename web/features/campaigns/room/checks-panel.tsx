import { Badge, Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { CampaignCheck } from '#contract/campaign-checks.ts'
import type { Campaign } from '#contract/campaigns.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useCan, useMe } from '../../../kernel/me.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'

const looks = {
  block: { color: 'red', Icon: IconCircle },
  warn: { color: 'amber', Icon: IconAlertTriangle },
  overridden: { color: 'violet', Icon: IconShieldCheck },
  pass: { color: 'green', Icon: IconCircleCheck },
} as const

/** What is left before the launch, as a list to work off; what is done stays folded away. */
export function ChecksPanel({ campaign, checks }: { campaign: Campaign; checks: readonly CampaignCheck[] }) {
  const t = useT()
  const [overriding, setOverriding] = useState<CampaignCheck | null>(null)
  const left = checks.filter((check) => check.state === 'block')
  const warned = checks.filter((check) => check.state === 'warn')
  const done = checks.filter((check) => check.state === 'pass' || check.state === 'overridden')
  const isOver = campaign.state === 'finished' || campaign.state === 'archived'
  const isWaiting = ['draft', 'kickoff', 'ready'].includes(campaign.state)
  if (checks.length === 0 || isOver) return null
  const row = (check: CampaignCheck) => (
    <CheckRow key={check.check} check={check} campaign={campaign} onOverride={setOverriding} />
  )
  return (
    <Panel title={t(isWaiting ? 'campaigns.checks.title' : 'campaigns.checks.titleLive')}>
      {isWaiting && (
        <p className="cp-lead" data-done={left.length === 0 || undefined} role="status">
          {t('campaigns.checks.todo', { count: left.length })}
          {warned.length > 0 && (
            <span className="td-muted"> · {t('campaigns.checks.warnings', { count: warned.length })}</span>
          )}
        </p>
      )}
      <ul className="cp-checks">{[...left, ...warned].map(row)}</ul>
      {done.length > 0 && (
        <details className="cp-done">
          <summary>{t('campaigns.checks.done', { count: done.length })}</summary>
          <ul className="cp-checks">{done.map(row)}</ul>
        </details>
      )}
      {overriding && <OverrideDialog campaign={campaign} check={overriding} onClose={() => setOverriding(null)} />}
    </Panel>
  )
}

type RowProps = { check: CampaignCheck; campaign: Campaign; onOverride: (check: CampaignCheck) => void }

function CheckRow({ check, campaign, onOverride }: RowProps) {
  const t = useT()
  const can = useCan()
  const { color, Icon } = looks[check.state]
  const items = itemsOf(check)
  const isWaiting = ['draft', 'kickoff', 'ready'].includes(campaign.state)
  const isDone = check.state === 'pass' || check.state === 'overridden'
  return (
    <li className="cp-check" data-state={check.state}>
      <Icon size={20} stroke={1.8} className="cp-check-icon" aria-hidden="true" />
      <div className="cp-check-body">
        <div className="cp-check-title">
          <strong>{t(`campaigns.checks.${check.check}.title`)}</strong>
          <Badge variant="light" color={color} size="sm">
            {t(`campaigns.checks.states.${check.state}`)}
          </Badge>
        </div>
        <p>{check.message}</p>
        {!isDone && items.length > 1 && (
          <ul className="cp-list">
            {items.map((item) => (
              <li key={item.text}>
                <Link to={item.fixUrl}>{item.text}</Link>
              </li>
            ))}
          </ul>
        )}
        <OverrideState campaign={campaign} check={check} />
      </div>
      {!isDone && (
        <div className="cp-check-acts">
          {can('campaigns.write') && (
            <Button component={Link} to={check.fixUrl} size="xs" variant="light">
              {t('campaigns.checks.fix')}
            </Button>
          )}
          {check.state === 'block' && isWaiting && can('campaigns.override') && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => onOverride(check)}>
              {t('campaigns.checks.override')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** Who has signed, and whose signature is still missing. */
function OverrideState({ campaign, check }: { campaign: Campaign; check: CampaignCheck }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const { departments } = useMe()
  const hasOverride = 'override' in check.detail
  const { data } = useApi('GET /campaigns/:id/overrides', { params: { id: campaign.id } }, { enabled: hasOverride })
  const override = data?.items.find((one) => one.check === check.check)
  if (!override) return null
  const namesOf = (signatures: typeof override.signatures) =>
    format.list(signatures.map((one) => members.find(({ id }) => id === one.memberId)?.fullName ?? '…'))
  const names = namesOf(override.signatures.filter((one) => one.stands))
  const fallen = override.signatures.filter((one) => !one.stands)
  const missing = format.list(
    override.missingDepartmentIds.map((id) => departments.find((one) => one.id === id)?.name ?? '…'),
  )
  return (
    <div className="cp-override">
      {names && (
        <p>
          {override.inForce
            ? t('campaigns.checks.overrideInForce', { names })
            : t('campaigns.checks.overrideSigned', { names, missing })}
        </p>
      )}
      {!override.inForce && fallen.length > 0 && (
        <p>{t('campaigns.checks.overrideFallen', { names: namesOf(fallen) })}</p>
      )}
      {override.signatures.map((one) => (
        <q key={one.memberId}>{one.reason}</q>
      ))}
    </div>
  )
}

function OverrideDialog({
  campaign,
  check,
  onClose,
}: {
  campaign: Campaign
  check: CampaignCheck
  onClose: () => void
}) {
  const t = useT()
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim().length < 3 ? t('rules.required') : null) },
  })
  const sign = useAct('POST /campaigns/:id/overrides', {
    form,
    done: (reply) => t(reply.inForce ? 'campaigns.override.doneInForce' : 'campaigns.override.done'),
  })
  return (
    <FormDialog
      title={t('campaigns.override.title', { check: t(`campaigns.checks.${check.check}.title`) })}
      form={form}
      onClose={onClose}
      busy={sign.isPending}
      submitLabel={t('campaigns.override.action')}
      onSubmit={async ({ reason }) => {
        await sign.mutateAsync({ params: { id: campaign.id }, body: { check: check.check, reason: reason.trim() } })
        onClose()
      }}
    >
      <p style={{ margin: 0 }}>{check.message}</p>
      <p className="td-muted" style={{ margin: 0 }}>
        {t('campaigns.override.text')}
      </p>
      <Textarea
        label={t('campaigns.override.reason')}
        required
        autosize
        minRows={3}
        maxLength={2000}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}

type Item = { text: string; fixUrl: string }
const isItem = (one: unknown): one is Item =>
  typeof one === 'object' && one !== null && 'text' in one && 'fixUrl' in one
const itemsOf = ({ detail }: CampaignCheck): Item[] => (Array.isArray(detail.items) ? detail.items.filter(isItem) : [])
