import { Group } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { LeadClock } from './lead-clock.tsx'
import type { Lead } from './types.ts'

type Props = { lead: Lead; isOpen: boolean; onOpen: () => void }

/** A lead in the list: who, how long is left, why. */
export function LeadRow({ lead, isOpen, onOpen }: Props) {
  const t = useT()
  const format = useFormat()
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const { contactName, companyName, assigneeName, state, rejectionReason, decidedAt } = lead
  return (
    <li>
      <button ref={row} type="button" className="ho-row" aria-current={isOpen || undefined} onClick={onOpen}>
        <span className="ho-name td-clip">
          {contactName}
          {companyName && <span className="td-muted"> · {companyName}</span>}
        </span>
        <span>
          <LeadClock lead={lead} />
          {decidedAt && state === 'rejected' && <span className="td-muted ho-small">{format.relative(decidedAt)}</span>}
        </span>
        <Group gap={6} wrap="nowrap" miw={0}>
          <TemperatureBadge value={lead.temperature} />
          <span className="td-muted td-num ho-small">{t('handovers.points', { score: lead.score })}</span>
          {lead.handRaise && <IconHandStop size={15} role="img" aria-label={t('handovers.handRaise')} />}
        </Group>
        <span className="td-muted ho-small td-clip">{assigneeName ?? t('handovers.unassigned')}</span>
        <span className="td-muted ho-small td-clip" style={{ gridColumn: '1 / -1' }}>
          {rejectionReason ? t(`handovers.rejection.${rejectionReason}.title`) : lead.reasons[0]}
        </span>
      </button>
    </li>
  )
}
