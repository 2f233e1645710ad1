import { Badge } from '@mantine/core'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { itemWords, severityColour } from './words.ts'

/** A matter and why it is here: how grave, since when, what is at stake, whose it is. */
export function ItemText({ item }: { item: AgendaItem }) {
  const t = useT()
  const format = useFormat()
  const owner = useMembers(item.ownerId !== null).find(({ id }) => id === item.ownerId)
  const words = itemWords(t, item)
  const isOurs = item.url?.startsWith('/')
  return (
    <div className="mt-item-text">
      {item.url === null ? (
        <span className="mt-item-title">{words}</span>
      ) : isOurs ? (
        <Link to={item.url} className="mt-item-title">
          {words}
        </Link>
      ) : (
        <a href={item.url} target="_blank" rel="noreferrer" className="mt-item-title">
          {words}
        </a>
      )}
      <span className="mt-why">
        {item.origin === 'data' && (
          <Badge size="sm" color={severityColour[item.severity]}>
            {t(`meetings.agenda.severity.${item.severity}`)}
          </Badge>
        )}
        {item.origin === 'carried' && (
          <Badge size="sm" color="violet">
            {t('meetings.agenda.origins.carried')}
          </Badge>
        )}
        {item.origin !== 'standing' && (
          <span title={format.dateTime(item.since)}>
            {t(`meetings.agenda.since.${item.origin}`, { since: format.relative(item.since) })}
          </span>
        )}
        {item.amount && (
          <span className="td-num">{t('meetings.agenda.atStake', { amount: format.money(item.amount) })}</span>
        )}
        {item.proposedByDepartmentId && <DepartmentMark department={item.proposedByDepartmentId} />}
        {owner && <MemberAvatar name={owner.fullName} size={18} />}
      </span>
    </div>
  )
}
