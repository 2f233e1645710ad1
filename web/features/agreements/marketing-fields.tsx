import { ActionIcon, Autocomplete, Button, Group, SegmentedControl, SimpleGrid } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { MarketingTerms } from '#contract/agreement-parts.ts'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { MoneyInput } from '../../kernel/record/money-input.tsx'
import { AlertFields, TermNumber } from './term-inputs.tsx'

type Props = { value: MarketingTerms; onChange: (value: MarketingTerms) => void }
type Source = MarketingTerms['sources'][number]

/** What marketing owes each month, and what a lead of each source is worth. */
export function MarketingFields({ value, onChange }: Props) {
  const t = useT()
  const put = (change: Partial<MarketingTerms>) => onChange({ ...value, ...change })
  const { otherwise } = value
  return (
    <>
      <SegmentedControl
        aria-label={t('agreements.terms.unit')}
        value={value.unit}
        onChange={(unit) => put({ unit: unit === 'mql' ? 'mql' : 'lead' })}
        data={(['lead', 'mql'] as const).map((unit) => ({ value: unit, label: t(`agreements.units.${unit}`) }))}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Cents
          field="targetCents"
          value={value.targetCents}
          onChange={(cents) => cents && put({ targetCents: cents })}
        />
        <TermNumber
          field="windowDays"
          value={value.windowDays}
          min={30}
          max={1095}
          onChange={(windowDays) => put({ windowDays })}
        />
        <TermNumber
          field="minimumSample"
          value={value.minimumSample}
          max={10_000}
          onChange={(minimumSample) => put({ minimumSample })}
        />
        <TermNumber
          field="otherwise_closeRate"
          value={otherwise.closeRate}
          unit={0.01}
          suffix=" %"
          min={0}
          max={100}
          onChange={(closeRate) => put({ otherwise: { ...otherwise, closeRate } })}
        />
        <Cents
          field="otherwise_revenueCents"
          value={otherwise.revenueCents}
          onChange={(cents) => put({ otherwise: { ...otherwise, revenueCents: cents ?? 0 } })}
        />
      </SimpleGrid>
      <SourceFields value={value.sources} onChange={(sources) => put({ sources })} />
      <AlertFields value={value.alert} onChange={(alert) => put({ alert })} />
    </>
  )
}

function Cents({ field, value, onChange }: { field: string; value: number; onChange: (cents: number | null) => void }) {
  const t = useT()
  const { currency } = useFormat()
  const hint = `agreements.hints.${field}`
  return (
    <MoneyInput
      label={t(`agreements.terms.${field}`)}
      {...(t.has(hint) && { description: t(hint) })}
      value={{ amountCents: value, currency }}
      onChange={(money) => onChange(money?.amountCents ?? null)}
    />
  )
}

/** Sources whose figures are set by hand; the rest is measured. */
function SourceFields({ value, onChange }: { value: readonly Source[]; onChange: (value: Source[]) => void }) {
  const t = useT()
  const { currency } = useFormat()
  const known = useApi('GET /reports/sources', { query: {} }).data?.items.flatMap(({ source }) => source ?? []) ?? []
  const change = (index: number, next: Partial<Source>) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...next } : one)))
  return (
    <fieldset className="ag-fields">
      <legend>{t('agreements.terms.sources')}</legend>
      <p className="td-muted ag-said">{t('agreements.hints.sources')}</p>
      {value.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while their source is being typed
        <Group key={index} gap="xs" align="flex-end" wrap="nowrap" mb="xs">
          <Autocomplete
            style={{ flex: 2 }}
            label={t('agreements.sources.source')}
            data={known}
            value={one.source}
            maxLength={200}
            onChange={(source) => change(index, { source })}
          />
          <NumberField
            style={{ flex: 1 }}
            label={t('agreements.sources.closeRate')}
            placeholder={t('agreements.terms.measured')}
            suffix="%"
            decimals={2}
            min={0}
            max={100}
            value={one.closeRate === null ? '' : Math.round(one.closeRate * 10_000) / 100}
            onChange={(next) => change(index, { closeRate: typeof next === 'number' ? next / 100 : null })}
          />
          <MoneyInput
            style={{ flex: 1 }}
            label={t('agreements.sources.revenue')}
            placeholder={t('agreements.terms.measured')}
            value={one.revenueCents === null ? null : { amountCents: one.revenueCents, currency }}
            onChange={(money) => change(index, { revenueCents: money?.amountCents ?? null })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            mb={4}
            aria-label={t('agreements.editor.removeSource', { source: one.source })}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...value, { source: '', closeRate: null, revenueCents: null }])}
      >
        {t('agreements.editor.addSource')}
      </Button>
    </fieldset>
  )
}
