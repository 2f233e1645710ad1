import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Decision } from '#contract/meetings-parts.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'

type Props = { items: readonly Decision[]; onRemove?: (id: string) => void }

/** Decisions in their order, each with who disagreed and why. */
export function DecisionList({ items, onRemove }: Props) {
  const t = useT()
  const format = useFormat()
  const members = useMembers(items.length > 0)
  const nameOf = (id: string) => members.find((member) => member.id === id)?.fullName ?? '…'
  if (items.length === 0) return <p className="td-muted mt-plain mt-small">{t('meetings.decisions.none')}</p>
  return (
    <ol className="mt-decisions">
      {items.map((decision) => (
        <li key={decision.id}>
          <div className="mt-line">
            <span className="mt-said">{decision.text}</span>
            {onRemove && (
              <ActionIcon
                size="sm"
                aria-label={t('meetings.decisions.remove', { text: decision.text.slice(0, 60) })}
                onClick={() => onRemove(decision.id)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
          {decision.dissent.map((one) => (
            <p key={one.memberId} className="mt-dissent">
              {t('meetings.decisions.dissent', { name: nameOf(one.memberId), reason: one.reason })}
            </p>
          ))}
          <span className="td-muted mt-small">
            {t('meetings.decisions.by', { name: nameOf(decision.authorId), time: format.time(decision.at) })}
          </span>
        </li>
      ))}
    </ol>
  )
}
