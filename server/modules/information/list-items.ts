import { type RawBuilder, sql } from 'kysely'
import type { informationRoutes, informationSorts } from '#contract/information.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { dayOf } from './day.ts'
import { freshnessOn, neverVerified, type Row, selectItems, staleOn, toItem } from './select-items.ts'

type SortName = (typeof informationSorts)[number]
type Query = Parameters<Handlers<typeof informationRoutes>['GET /information-items']>[1]['query']
type Filters = Omit<Query, 'after' | 'limit' | 'sort'>
type State = NonNullable<Query['state']>[number]
type Sort = { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: Row) => string | number }

const sortsOn = (day: string): Record<SortName, Sort> => ({
  dueOn: { by: sql`i.due_on`, type: sql`date`, of: (row) => row.dueOn },
  freshness: { by: freshnessOn(day), type: sql`float8`, of: (row) => row.freshness },
  name: { by: sql`i.name`, type: sql`text`, of: (row) => row.name },
  createdAt: { by: sql`i.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
})
const countedAtMost = 10_000

export async function listItems(ctx: Ctx, { after, limit = 50, sort = 'dueOn', ...filters }: Query) {
  const { actor, db } = ctx
  const { workspaceId } = actor
  const day = await dayOf(db, workspaceId, ctx.clock.now())
  const descending = sort.startsWith('-')
  const { by, type, of } = sortsOn(day)[sort.replace('-', '') as SortName]
  const predicate = predicateOf(workspaceId, actor.id, day, filters)
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (${by}, i.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
    : sql``
  const direction = descending ? sql`desc` : sql`asc`
  const [{ rows }, approximateTotal] = await Promise.all([
    selectItems(
      workspaceId,
      day,
      sql`${predicate} ${beyond} order by ${by} ${direction}, i.id ${direction} limit ${limit + 1}`,
    ).execute(db),
    cursor ? undefined : countUpTo(ctx, predicate),
  ])
  const page = toPage(
    rows,
    limit,
    (row) => toItem(row, day),
    (row) => [of(row), row.id],
  )
  return { ...page, ...(approximateTotal !== undefined && { approximateTotal }) }
}

/** What was for a campaign that is over is shown with that campaign only. */
export function predicateOf(workspaceId: string, memberId: string, day: string, query: Filters): RawBuilder<unknown> {
  const { q, view, state, ownerId, requestedByDepartmentId, providedByDepartmentId, mandatory, ownerless } = query
  const { projectId, campaignId, meetingSeriesId } = query
  const parts = [
    sql`i.deleted_at is null`,
    campaignId ? sql`i.campaign_id = ${campaignId}` : sql`i.closed_at is null`,
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .slice(0, 8)
      .map((word) => sql`i.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(view === 'owe' ? [sql`i.owner_id = ${memberId}`] : []),
    ...(view === 'need'
      ? [
          sql`i.requested_by_department_id = any(array(select md.department_id from member_department md
            where md.workspace_id = ${workspaceId} and md.member_id = ${memberId}))`,
        ]
      : []),
    ...(view === 'stale' ? [staleOn(day)] : []),
    ...(state?.length
      ? [
          sql`(${sql.join(
            state.map((one) => stateOn(one, day)),
            sql` or `,
          )})`,
        ]
      : []),
    ...(ownerId ? [sql`i.owner_id = ${ownerId}`] : []),
    ...(requestedByDepartmentId ? [sql`i.requested_by_department_id = ${requestedByDepartmentId}`] : []),
    ...(providedByDepartmentId ? [sql`i.provided_by_department_id = ${providedByDepartmentId}`] : []),
    ...(mandatory === undefined ? [] : [sql`i.mandatory = ${mandatory}`]),
    ...(ownerless === undefined
      ? []
      : [
          sql`${ownerless ? sql`` : sql`not`} exists (select 1 from member o where o.workspace_id = ${workspaceId}
            and o.id = i.owner_id and o.removed_at is not null)`,
        ]),
    ...(projectId ? [sql`i.project_id = ${projectId}`] : []),
    ...(meetingSeriesId ? [sql`i.meeting_series_id = ${meetingSeriesId}`] : []),
  ]
  return sql.join(parts, sql` and `)
}

/** `stateOf` of the rule, as a condition. */
const stateOn = (state: State, day: string): RawBuilder<unknown> =>
  ({
    never: sql`i.stale_on = ${neverVerified}::date`,
    stale: sql`(i.stale_on > ${neverVerified}::date and ${staleOn(day)})`,
    due: sql`(i.stale_on > ${day}::date and i.due_on - least(2, i.interval_days / 2) <= ${day}::date)`,
    fresh: sql`(i.stale_on > ${day}::date and i.due_on - least(2, i.interval_days / 2) > ${day}::date)`,
  })[state]

async function countUpTo({ db, actor }: Ctx, predicate: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select 1 from information_item i where i.workspace_id = ${actor.workspaceId} and ${predicate} limit ${countedAtMost + 1}) as counted`.execute(
    db,
  )
  return rows[0]!.count
}
