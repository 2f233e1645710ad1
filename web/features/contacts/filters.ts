import { useMemo } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import type { Filter } from '../../kernel/list/types.ts'
import { useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'

const stages = ['subscriber', 'lead', 'mql', 'sal', 'opportunity', 'customer', 'recycled', 'disqualified'] as const
const temperatures = ['hot', 'warm', 'cold'] as const
const origins = ['form', 'import', 'api', 'manual', 'demo'] as const

/** Every filter of the list of contacts, in the order in which they are offered. */
export function useContactFilters(): readonly Filter[] {
  const t = useT()
  const [{ companyId }] = useSearch()
  const chosen = typeof companyId === 'string' ? companyId : ''
  const company = useApi('GET /companies/:id', { params: { id: chosen } }, { enabled: chosen !== '' }).data
  const tags = useApi('GET /tags', {}, { staleTime: 300_000 }).data?.items
  return useMemo(
    () => [
      { kind: 'text', key: 'q', label: t('kit.filters.search') },
      {
        kind: 'multi',
        key: 'temperature',
        label: t('contacts.fields.temperature'),
        options: temperatures.map((value) => ({ value, label: t(`kit.temperature.${value}`) })),
      },
      {
        kind: 'multi',
        key: 'lifecycleStage',
        label: t('contacts.fields.lifecycleStage'),
        options: stages.map((value) => ({ value, label: t(`kit.lifecycle.${value}`) })),
      },
      { kind: 'member', key: 'ownerId', label: t('contacts.fields.owner') },
      {
        kind: 'multi',
        key: 'tag',
        label: t('contacts.fields.tags'),
        options: (tags ?? []).map(({ tag }) => ({ value: tag, label: tag })),
      },
      { kind: 'numbers', key: 'score', label: t('contacts.fields.score') },
      { kind: 'dates', key: 'created', label: t('contacts.fields.createdAt') },
      { kind: 'dates', key: 'lastActivity', label: t('contacts.fields.lastActivity') },
      { kind: 'text', key: 'source', label: t('contacts.fields.source') },
      {
        kind: 'multi',
        key: 'origin',
        label: t('contacts.fields.origin'),
        options: origins.map((value) => ({ value, label: t(`contacts.origins.${value}`) })),
      },
      { kind: 'boolean', key: 'hasOpenDeal', label: t('contacts.fields.hasOpenDeal') },
      { kind: 'boolean', key: 'deleted', label: t('contacts.list.bin') },
      ...(chosen
        ? [
            {
              kind: 'select' as const,
              key: 'companyId',
              label: t('contacts.fields.company'),
              options: [{ value: chosen, label: company?.name ?? '…' }],
            },
          ]
        : []),
    ],
    [t, tags, chosen, company?.name],
  )
}
