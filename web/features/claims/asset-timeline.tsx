import { useT } from '../../kernel/i18n.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { Timeline } from '../../kernel/record/timeline.tsx'

/** The story of a text and what it claims, from the ledger. */
export function AssetTimeline({ id }: { id: string }) {
  const t = useT()
  const pages = useApiPages('GET /assets/:id/timeline', { params: { id } })
  return (
    <Timeline
      items={pages.items.map(({ name, data, ...entry }) => {
        const key = `timeline.${name}`
        return { ...entry, title: t.has(key) ? t(key, wordsOf(data)) : t('timeline.other') }
      })}
      loading={pages.isPending || pages.isFetchingNextPage}
      hasMore={pages.hasNextPage}
      onMore={() => void pages.fetchNextPage()}
      kindLabels={{ change: t('claims.timeline.changes'), task: t('claims.timeline.tasks') }}
    />
  )
}

/** Messages name what an event may lack: what is absent reads as a dash. */
const wordsOf = (data: Record<string, unknown>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'number' || typeof value === 'string' ? value : '–',
    ]),
  )
