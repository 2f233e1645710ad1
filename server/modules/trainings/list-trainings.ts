import { type RawBuilder, sql } from 'kysely'
import type { trainingSorts, trainingsRoutes } from '#contract/trainings.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { addDaysTo, renewalDays } from './rules/validity.ts'
import { type Reader, type Row, readerOf, selectTrainings, toSummary } from './select-trainings.ts'

type Query = Parameters<Handlers<typeof trainingsRoutes>['GET /trainings']>[1]['query']
type Sort = { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: Row) => string }

const sorts: Record<(typeof trainingSorts)[number], Sort> = {
  title: { by: sql`t.title`, type: sql`text`, of: (row) => row.title },
  createdAt: { by: sql`t.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
}

export async function listTrainings({ db, actor, clock }: Ctx, { after, limit = 50, sort = 'title', ...query }: Query) {
  const reader = await readerOf(db, actor, clock.now())
  const { by, type, of } = sorts[sort.replace('-', '') as keyof typeof sorts]
  const descending = sort.startsWith('-')
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (${by}, t.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
    : sql``
  const direction = descending ? sql`desc` : sql`asc`
  const { rows } = await selectTrainings(
    reader,
    sql`${predicateOf(reader, query)} ${beyond} order by ${by} ${direction}, t.id ${direction} limit ${limit + 1}`,
  ).execute(db)
  return toPage(
    rows,
    limit,
    (row) => toSummary(row, reader.at),
    (row) => [of(row), row.id],
  )
}

/** Without a state asked for, what is retired stays out of sight. */
function predicateOf(
  reader: Reader,
  { q, state, topic, departmentId, projectId, required, mine }: Omit<Query, 'sort'>,
) {
  const { workspaceId } = reader
  const words = foldText(q ?? '')
    .split(' ')
    .filter((word) => word !== '')
  return sql.join(
    [
      sql`t.deleted_at is null`,
      state?.length ? sql`t.state = any(${state})` : sql`t.state <> 'retired'`,
      ...words.map((word) => sql`t.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
      ...(topic ? [sql`t.topic_key = ${foldText(topic)}`] : []),
      ...(projectId ? [sql`t.project_id = ${projectId}`] : []),
      ...(required === undefined ? [] : [sql`t.required = ${required}`]),
      ...(departmentId
        ? [
            sql`(t.department_id = ${departmentId} or exists (select 1 from training_requirement r
        where r.workspace_id = ${workspaceId} and r.training_id = t.id and r.department_id = ${departmentId}))`,
          ]
        : []),
      ...(mine?.length
        ? [
            sql`(${sql.join(
              mine.map((one) => mineIs(one, reader)),
              sql` or `,
            )})`,
          ]
        : []),
    ],
    sql` and `,
  )
}

const mineIs = (state: NonNullable<Query['mine']>[number], { at }: Reader) => {
  const soon = addDaysTo(at, renewalDays)
  return {
    owed: sql`(asked.is_asked and coalesce(mine.is_valid, false) = false)`,
    expiring: sql`(mine.is_valid and mine.expires_at <= ${soon})`,
    valid: sql`(mine.is_valid and mine.expires_at > ${soon})`,
    open: sql`(coalesce(mine.is_valid, false) = false and not asked.is_asked)`,
  }[state]
}
