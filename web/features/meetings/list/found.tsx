import { Badge, Skeleton } from '@mantine/core'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { MoreButton } from '../../../kernel/list/more-button.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useApiPages } from '../../../kernel/query.ts'

const colours = { decision: 'petrol', action: 'violet', minutes: 'gray', input: 'blue' } as const

/** Decisions, actions, inputs and minutes that contain the words. */
export function Found({ words }: { words: string }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /meetings/search', { query: { q: words, limit: 30 } }, { keepPrevious: true })
  if (pages.isPending) return <Skeleton h={160} radius="md" />
  if (pages.items.length === 0)
    return (
      <p className="td-muted mt-plain" role="status">
        {t('meetings.search.none', { words })}
      </p>
    )
  return (
    <>
      <ul className="mt-found" aria-label={t('meetings.search.found')}>
        {pages.items.map((hit) => (
          <li key={`${hit.kind}-${hit.id}`}>
            <Badge color={colours[hit.kind]}>{t(`meetings.search.kinds.${hit.kind}`)}</Badge>
            <Link to={hit.url}>{hit.excerpt}</Link>
            <span className="td-muted mt-small">
              {hit.meetingName} · {format.date(hit.startsAt)}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} />
    </>
  )
}
