import { useT } from '../../kernel/i18n.tsx'
import type { Filter } from '../../kernel/list/record-list.tsx'

/** What board and table filter by; the table also by state and stage, which the board shows as columns. */
export function useDealFilters(): Filter[] {
  const t = useT()
  return [
    { kind: 'text', key: 'q', label: t('deals.filters.search') },
    { kind: 'member', key: 'ownerId', label: t('deals.fields.owner') },
    { kind: 'dates', key: 'close', label: t('deals.filters.close') },
    { kind: 'numbers', key: 'amount', label: t('deals.fields.amount') },
    { kind: 'dates', key: 'opened', label: t('deals.fields.openedAt') },
    { kind: 'dates', key: 'created', label: t('deals.fields.createdAt') },
  ]
}
