import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import type { AgendaCandidate, AgendaSource } from '#modules/meetings/public.ts'
import type { Row } from './select-agreements.ts'
import { partiesOf } from './select-agreements.ts'

/** Agreements that are behind (each month all of them), and leads whose clock has run out; the latest clocks are enough. */
export const agreementsAgenda: AgendaSource = async (db, workspaceId, at, { cadence, projectId, limit }) => {
  if (projectId !== null) return []
  const parties = await partiesOf(db, workspaceId)
  const departmentIds = parties.map(({ id }) => id)
  const sales = parties.filter(({ key }) => key === 'sales').map(({ id }) => id)
  return [
    ...(await agreementsOf(db, workspaceId, at, cadence === 'monthly', departmentIds)),
    ...(await breachesOf(db, workspaceId, at, limit, sales)),
  ].slice(0, limit)
}

type Behind = Pick<Row, 'id' | 'name' | 'direction' | 'marketingOwnerId' | 'salesOwnerId' | 'behindSince'> & {
  attainment: number | null
  pace: number | null
  done: number | null
  owed: number | null
  day: string | null
}

async function agreementsOf(
  db: Db,
  workspaceId: string,
  at: Date,
  everyOne: boolean,
  departmentIds: string[],
): Promise<AgendaCandidate[]> {
  const today = localDate((await calendarOf(db, workspaceId)).timeZone, at)
  const { rows } =
    await sql<Behind>`select a.id, a.name, a.direction, a.marketing_owner_id, a.sales_owner_id, a.behind_since,
      d.attainment, d.pace, d.done, d.owed, d.day
    from agreement a left join lateral (select attainment, pace, done, owed, day from agreement_day
      where workspace_id = ${workspaceId} and agreement_id = a.id and day < ${today} order by day desc limit 1) d on true
    where a.workspace_id = ${workspaceId} and a.deleted_at is null and a.in_force_number is not null
      and (${everyOne} or a.behind_since is not null)`.execute(db)
  return rows.map((row): AgendaCandidate => {
    const isMarketing = row.direction === 'marketing_to_sales'
    const percent = (share: number | null) => Math.round((share ?? 0) * 100)
    const isBad = row.pace !== null && row.pace < 0.5
    return {
      key: `agreement:${row.id}`,
      kind: row.behindSince ? 'agreement_behind' : 'agreement_month',
      title: row.name,
      params: { attainment: percent(row.attainment), pace: percent(row.pace) },
      severity: row.behindSince ? (isBad ? 'critical' : 'major') : 'minor',
      since: row.behindSince ?? at,
      amountCents: isMarketing && row.behindSince ? Math.max(0, (row.owed ?? 0) - (row.done ?? 0)) : null,
      url: `/agreements/${row.id}`,
      departmentIds,
      ownerId: isMarketing ? row.marketingOwnerId : row.salesOwnerId,
    }
  })
}

type Breach = { id: string; name: string; handRaise: boolean; clockAt: Date; assigneeId: string | null }

async function breachesOf(db: Db, workspaceId: string, at: Date, limit: number, departmentIds: string[]) {
  const { rows } =
    await sql<Breach>`select h.id, coalesce(nullif(c.full_name, ''), c.email, c.phone, '') as name, h.hand_raise,
      h.clock_at, h.assignee_id
    from handover h join contact c on c.workspace_id = h.workspace_id and c.subject_id = h.subject_id and c.deleted_at is null
    where h.workspace_id = ${workspaceId} and h.state = 'pending' and h.clock_at < ${at}
    order by h.clock_at limit ${limit}`.execute(db)
  return rows.map(
    ({ id, name, handRaise, clockAt, assigneeId }): AgendaCandidate => ({
      key: `handover:${id}`,
      kind: 'sla_breach',
      title: name,
      params: { hours: Math.max(1, Math.round((at.getTime() - clockAt.getTime()) / 3_600_000)) },
      severity: handRaise ? 'critical' : 'major',
      since: clockAt,
      amountCents: null,
      url: `/inbox?id=${id}`,
      departmentIds,
      ownerId: assigneeId,
    }),
  )
}
