import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'
import { translate } from '#kernel/i18n.ts'
import { type CsvValue, csvDelimiter, toCsv, UTF8_BOM } from '#modules/imports/public.ts'
import { dayOf, placeOf } from '../day.ts'
import { predicateOf } from '../list-items.ts'
import { type Row, selectItems, toItem } from '../select-items.ts'
import { columnNames, titleOf } from './columns.ts'
import { yesNo } from './words.ts'

type Query = { locale?: 'es' | 'en'; projectId?: string; campaignId?: string; meetingSeriesId?: string }
const mostRows = 10_000

/** The whole checklist, in the columns that the import reads; the ids make it change the same items again. */
export async function exportItems({ db, actor, clock, reply }: Ctx, { locale: asked, ...scope }: Query): Promise<void> {
  const { workspaceId } = actor
  const locale = asked ?? (await placeOf(db, workspaceId)).locale
  const day = await dayOf(db, workspaceId, clock.now())
  const { rows } = await selectItems(
    workspaceId,
    day,
    sql`${predicateOf(workspaceId, actor.id, day, scope)} order by i.due_on, i.id limit ${mostRows}`,
  ).execute(db)
  const { rows: departments } = await sql<{ id: string; name: string }>`select id, name from department
    where workspace_id = ${workspaceId}`.execute(db)
  const names = new Map(departments.map(({ id, name }) => [id, name]))
  const cells = (row: Row): CsvValue[] => {
    const item = toItem(row, day)
    const values: Record<(typeof columnNames)[number], CsvValue> = {
      id: item.id,
      name: item.name,
      purpose: item.purpose,
      requestedBy: names.get(item.requestedByDepartmentId),
      providedBy: names.get(item.providedByDepartmentId),
      owner: item.ownerName,
      intervalDays: item.intervalDays,
      mandatory: yesNo(item.mandatory, locale),
      kind: translate(locale, `information.kinds.${item.kind}`),
      value: item.value,
      unit: item.unit,
      verifiedOn: row.verifiedOn,
      dueOn: item.dueOn,
      freshness: Math.round(item.freshness * 100) / 100,
    }
    return columnNames.map((column) => values[column])
  }
  const text = toCsv([columnNames.map((column) => titleOf(column, locale)), ...rows.map(cells)], {
    delimiter: csvDelimiter(locale),
  })
  const fileName = translate(locale, 'information.export.fileName', { day })
  reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(UTF8_BOM + text)
}
