import { orderStates } from '#contract/orders.ts'
import { STAGES } from '#modules/contacts/public.ts'
import type { MappedColumn } from './mapping.ts'
import { orderStateOf } from './order-states.ts'
import type { ImportKind } from './reading/fields.ts'
import type { Sniffed } from './reading/rows.ts'
import { dealPlaceOf, lifecycleStageOf, type PipelineStage, type StageValues } from './stages.ts'

const mostValues = 50
const fieldOf: Partial<Record<ImportKind, string>> = { deals: 'stage', contacts: 'lifecycleStage', orders: 'status' }

/** The words of the stage column (as far as the file was looked at) with what they become, and what they could become. */
export function stageValuesOf(
  kind: ImportKind,
  { sampleRows, detections }: Pick<Sniffed, 'sampleRows' | 'detections'>,
  mapping: readonly MappedColumn[],
  chosen: StageValues,
  stages: readonly PipelineStage[],
): { values: { value: string; becomes: string | null }[]; targets: { key: string; name: string | null }[] } {
  const field = fieldOf[kind] ?? null
  const column = mapping.find((one) => one.field !== null && one.field === field)?.column
  if (field === null || column === null || column === undefined) return { values: [], targets: [] }
  const seen = [...sampleRows.map((cells) => cells[column]?.trim() ?? ''), ...(detections[column]?.examples ?? [])]
  const words = [...new Set(seen.filter(Boolean))].slice(0, mostValues)
  if (kind === 'contacts') {
    return {
      values: words.map((value) => ({ value, becomes: lifecycleStageOf(value, chosen) })),
      targets: STAGES.map((key) => ({ key, name: null })),
    }
  }
  if (kind === 'orders') {
    return {
      values: words.map((value) => ({ value, becomes: orderStateOf(value, chosen) })),
      targets: orderStates.map((key) => ({ key, name: null })),
    }
  }
  return {
    values: words.map((value) => {
      const place = dealPlaceOf(value, chosen, stages)
      return { value, becomes: place === null ? null : place.state === 'open' ? place.stage.key : place.state }
    }),
    targets: [
      ...stages.map(({ key, name }) => ({ key, name })),
      { key: 'won', name: null },
      { key: 'lost', name: null },
    ],
  }
}
