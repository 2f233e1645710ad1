import { Autocomplete, Group, Select } from '@mantine/core'
import type { ReactNode } from 'react'
import type { GoalMetric, Measure } from '#contract/goal-parts.ts'
import type { Goal } from '#contract/goals.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

const metrics = [
  'leads',
  'mqls',
  'sals',
  'won_deals',
  'won_revenue',
  'order_revenue',
  'lead_conversion',
  'return_rate',
  'training_coverage',
] as const satisfies readonly GoalMetric[]
const units: Partial<Record<GoalMetric, Goal['unit']>> = {
  won_revenue: 'money',
  order_revenue: 'money',
  lead_conversion: 'percent',
  return_rate: 'percent',
  training_coverage: 'percent',
}
const bySource = new Set<string>(['leads', 'mqls', 'sals', 'won_deals', 'won_revenue', 'lead_conversion'])

/** The unit that a measure brings with it; null where people choose. */
export function unitOf({ kind, metric, combine }: Measure): Goal['unit'] | null {
  if (kind === 'live') return units[metric ?? 'leads'] ?? 'count'
  return kind === 'children' && combine === 'mean' ? 'percent' : null
}

type Props = { value: Measure; onChange: (value: Measure) => void; errors: Record<string, ReactNode> }

/** What is measured: by itself, by hand, or by the goals below; and what it is narrowed to. */
export function MeasureFields({ value, onChange, errors }: Props) {
  const t = useT()
  const { kind, metric, source, campaignId, pipelineId, familyId } = value
  const choices = [
    ...metrics.map((one) => ({ value: one as string, label: t(`goals.metrics.${one}`) })),
    ...(['manual', 'sum', 'mean'] as const).map((one) => ({ value: one as string, label: t(`goals.measures.${one}`) })),
  ]
  const chosen = kind === 'live' ? (metric ?? 'leads') : kind === 'manual' ? 'manual' : (value.combine ?? 'sum')
  return (
    <Group grow align="flex-start">
      <Select
        label={t('goals.fields.measure')}
        allowDeselect={false}
        data={choices}
        value={chosen}
        error={errors['measure.metric'] ?? errors.measure}
        onChange={(next) => next && onChange(measureOf(next))}
      />
      {kind === 'live' && bySource.has(metric ?? '') && (
        <SourceField value={source ?? ''} onChange={(next) => onChange({ ...value, source: next || null })} />
      )}
      {kind === 'live' && (metric === 'won_deals' || metric === 'won_revenue') && (
        <PipelineField value={pipelineId ?? null} onChange={(next) => onChange({ ...value, pipelineId: next })} />
      )}
      {kind === 'live' && metric === 'order_revenue' && (
        <CampaignField value={campaignId ?? null} onChange={(next) => onChange({ ...value, campaignId: next })} />
      )}
      {kind === 'live' && (metric === 'order_revenue' || metric === 'return_rate') && (
        <FamilyField value={familyId ?? null} onChange={(next) => onChange({ ...value, familyId: next })} />
      )}
    </Group>
  )
}

function measureOf(choice: string): Measure {
  if (choice === 'manual') return { kind: 'manual' }
  if (choice === 'sum' || choice === 'mean') return { kind: 'children', combine: choice }
  return { kind: 'live', metric: metrics.find((one) => one === choice) ?? 'leads' }
}

function SourceField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT()
  const known = useApi('GET /reports/sources', { query: {} }).data?.items.flatMap((one) => one.source ?? []) ?? []
  return (
    <Autocomplete
      label={t('goals.fields.source')}
      placeholder={t('goals.fields.any')}
      data={known}
      maxLength={200}
      value={value}
      onChange={onChange}
    />
  )
}

type Choice = { value: string | null; onChange: (value: string | null) => void }

function PipelineField(props: Choice) {
  const t = useT()
  const items = useApi('GET /pipelines').data?.items ?? []
  return <RecordSelect label={t('goals.fields.pipeline')} items={items} {...props} />
}

function CampaignField(props: Choice) {
  const t = useT()
  const items = useApi('GET /campaigns', { query: { limit: 200 } }).data?.items ?? []
  return <RecordSelect label={t('goals.fields.campaign')} items={items} {...props} />
}

function FamilyField(props: Choice) {
  const t = useT()
  const items = useApi('GET /product-families').data?.items ?? []
  return <RecordSelect label={t('goals.fields.family')} items={items} {...props} />
}

type Named = { items: readonly { id: string; name: string }[]; label: string }

function RecordSelect({ items, label, value, onChange }: Choice & Named) {
  const t = useT()
  return (
    <Select
      label={label}
      placeholder={t('goals.fields.any')}
      searchable
      clearable
      data={items.map((one) => ({ value: one.id, label: one.name }))}
      value={value}
      onChange={onChange}
    />
  )
}
