import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type AgendaScope, type AgendaSource, agendaSources } from '../agenda-source.ts'
import type { Row } from '../select-meetings.ts'
import { campaignsWithoutKickoff, trippedOffers } from '../sources/campaigns.ts'
import { driftedClaims } from '../sources/claims.ts'
import { overdueHandovers, recurringRejections } from '../sources/handovers.ts'
import { unacknowledgedImpacts, urgentTasks } from '../sources/work.ts'
import { type Matter, newMatter } from './matters.ts'
import { standingMatters } from './standing.ts'

const builtIn: readonly AgendaSource[] = [
  overdueHandovers,
  recurringRejections,
  driftedClaims,
  trippedOffers,
  campaignsWithoutKickoff,
  unacknowledgedImpacts,
  urgentTasks,
]
/** More of one kind than any meeting could speak of. */
const perSource = 100
const mostCarried = 100
/** A matter that was dismissed does not come back for so long. */
const dismissedDays = 28

/**
 * Everything that a meeting could speak of now and that is not stored with it: live matters of its departments, open
 * actions and unfinished proposals of earlier meetings of the series, standing matters of monthly ones.
 */
export async function gather(db: Db | Tx, workspaceId: string, at: Date, row: Row): Promise<Matter[]> {
  const own = await minutesOfSeries(db, workspaceId, row.seriesId)
  const scope: AgendaScope = {
    departmentIds: row.departmentIds,
    projectId: row.projectId,
    cadence: row.kind === 'weekly' || row.kind === 'monthly' ? row.kind : 'other',
    startsAt: row.startsAt,
    limit: perSource,
  }
  const dismissed = await dismissedKeys(db, workspaceId, at, row)
  const concerns = (ids: readonly string[]) => ids.length === 0 || ids.some((id) => row.departmentIds.includes(id))
  const live = [...builtIn, ...agendaSources().values()].map((source) => async () => {
    const found = await source(db, workspaceId, at, scope)
    return found
      .filter((one) => concerns(one.departmentIds) && !dismissed.has(one.key))
      .map((one) => newMatter('data', one, own))
  })
  const matters = await inTurn(db, [
    ...live,
    () => carriedActions(db, workspaceId, at, row, own),
    () => unfinished(db, workspaceId, row),
    ...(row.kind === 'monthly' ? [() => standingMatters(db, workspaceId, at, own)] : []),
  ])
  return [...new Map(matters.map((matter) => [matter.key, matter])).values()]
}

/** One after the other inside a transaction, which has one connection; else side by side. */
async function inTurn(db: Db | Tx, works: readonly (() => Promise<Matter[]>)[]): Promise<Matter[]> {
  if (!db.isTransaction) return (await Promise.all(works.map((work) => work()))).flat()
  const found: Matter[] = []
  for (const work of works) found.push(...(await work()))
  return found
}

async function minutesOfSeries(
  db: Db | Tx,
  workspaceId: string,
  seriesId: string | null,
): Promise<Record<string, number>> {
  if (!seriesId) return {}
  const { rows } = await sql<{ agendaMinutes: Record<string, number> }>`select agenda_minutes from meeting_series
    where workspace_id = ${workspaceId} and id = ${seriesId}`.execute(db)
  return rows[0]?.agendaMinutes ?? {}
}

async function dismissedKeys(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  { id, seriesId }: Row,
): Promise<ReadonlySet<string>> {
  if (!seriesId) return new Set()
  const { rows } = await sql<{ key: string }>`select distinct i.key from meeting m
    join meeting_agenda_item i on i.workspace_id = m.workspace_id and i.meeting_id = m.id and i.state = 'dismissed'
    where m.workspace_id = ${workspaceId} and m.series_id = ${seriesId} and m.id <> ${id} and m.state = 'closed'
      and m.starts_at > ${new Date(at.getTime() - dismissedDays * 86_400_000)}`.execute(db)
  return new Set(rows.map((row) => row.key))
}

async function carriedActions(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  row: Row,
  own: Record<string, number>,
): Promise<Matter[]> {
  if (!row.seriesId) return []
  const today = localDate(row.timeZone, at)
  const { rows } = await sql<{
    id: string
    text: string
    at: Date
    ownerId: string | null
    owner: string | null
    dueOn: string | null
  }>`select a.id, a.text, a.at,
      t.assignee_id as owner_id, m.full_name as owner, (t.due_at at time zone ${row.timeZone})::date as due_on
    from meeting_action a
    join task t on t.workspace_id = a.workspace_id and t.id = a.task_id and t.state = 'open' and t.deleted_at is null
    left join member m on m.workspace_id = a.workspace_id and m.id = t.assignee_id
    where a.workspace_id = ${workspaceId} and a.series_id = ${row.seriesId} and a.meeting_id <> ${row.id} and a.removed_at is null
    order by a.id limit ${mostCarried}`.execute(db)
  return rows.map((action) =>
    newMatter(
      'carried',
      {
        key: `action:${action.id}`,
        kind: 'open_action',
        title: action.text,
        params: { owner: action.owner ?? '–', late: action.dueOn !== null && action.dueOn < today ? 'yes' : 'no' },
        severity: action.dueOn !== null && action.dueOn < today ? 'major' : 'minor',
        since: action.at,
        amountCents: null,
        url: '/tasks',
        departmentIds: [],
        ownerId: action.ownerId,
      },
      own,
    ),
  )
}

/** What seats proposed for the last meeting that was held, and it did not come to: postponed, or time ran out. */
async function unfinished(db: Db | Tx, workspaceId: string, { id, seriesId, startsAt }: Row): Promise<Matter[]> {
  if (!seriesId) return []
  const { rows } = await sql<
    Omit<Matter, 'state' | 'reason' | 'spentSeconds' | 'position' | 'id'>
  >`select i.key, i.origin, i.kind, i.title, i.params, i.severity,
      i.since, i.amount_cents, i.url, i.department_ids, i.proposed_by_department_id, i.owner_id, i.minutes
    from meeting_agenda_item i
    where i.workspace_id = ${workspaceId} and i.origin = 'manual' and i.state in ('planned', 'postponed') and i.meeting_id = (
      select m.id from meeting m where m.workspace_id = ${workspaceId} and m.series_id = ${seriesId} and m.id <> ${id} and m.starts_at < ${startsAt}
        and m.state = 'closed' and m.deleted_at is null order by m.starts_at desc limit 1)
    order by i.id limit ${mostCarried}`.execute(db)
  return rows.map((row) => ({ ...row, id: null, position: null, state: 'planned', reason: null, spentSeconds: 0 }))
}
