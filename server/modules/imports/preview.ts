import type { importsRoutes } from '#contract/imports.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { missingOf, needsOf, resolveColumns } from './mapping.ts'
import { selectImport } from './records.ts'
import { readStages } from './run/pipeline-stages.ts'
import { isRefusal, type ReadRow, rowReader, type Value } from './run/read-row.ts'
import { stageValuesOf } from './stage-values.ts'

type Routes = typeof importsRoutes
const shownRows = 8

/** The first rows of the file as this mapping reads them; what the database would say of them only a trial run can tell. */
export async function previewImport(
  { db, actor }: Ctx,
  { params, body }: Input<Routes['POST /imports/:id/preview']>,
): Promise<Reply<Routes['POST /imports/:id/preview']>> {
  const { workspaceId } = actor
  const { kind, sniffed, options: stored } = await selectImport(db, workspaceId, params.id)
  const mapping = resolveColumns(kind, sniffed, body.columns)
  const options = body.options ?? stored
  const timeZone = await timeZoneOf(db, workspaceId)
  const read = rowReader(kind, sniffed, mapping, { zone: timeZone, country: options.country ?? 'ES' })
  const fields = mapping.flatMap(({ field }) => field ?? [])
  const stages = kind === 'deals' ? await readStages(db, workspaceId) : []
  return {
    fields,
    rows: sniffed.sampleRows.slice(0, shownRows).map((cells, index) => {
      const row = read(index + 1, cells)
      if (isRefusal(row)) return { values: fields.map(() => null), problem: { column: row.column, rule: row.rule } }
      return { values: fields.map((field) => shown(row, field)), problem: null }
    }),
    needs: needsOf(kind, sniffed, mapping),
    missing: missingOf(kind, mapping),
    stageValues: stageValuesOf(kind, sniffed, mapping, options.stageValues ?? {}, stages).values,
  }
}

function shown({ values, customFields }: ReadRow, field: string): string | null {
  const custom = field.startsWith('customFields.') ? customFields[field.slice('customFields.'.length)] : undefined
  const value: Value | undefined = custom ?? values[field]
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object')
    return `${(value.amountCents / 100).toFixed(2)}${value.currency ? ` ${value.currency}` : ''}`
  return String(value)
}
