import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'

type Series = { id: string; name: string; leaderId: string | null; rotationIds: string[]; leaderRotation: string }

/**
 * Says who leads each meeting to come that nobody has changed by hand: the fixed leader, or whoever is next in turn after
 * the last one, passing over those who left. With nobody left in the rotation the fixed leader leads.
 */
export async function assignLeaders(tx: Tx, workspaceId: string, at: Date, seriesId: string): Promise<void> {
  const { rows: found } = await sql<Series>`select id, name, leader_id, leader_rotation,
      array(select r.id from unnest(s.rotation_ids) with ordinality as r(id, n)
        join member m on m.workspace_id = ${workspaceId} and m.id = r.id and m.removed_at is null order by r.n) as rotation_ids
    from meeting_series s where s.workspace_id = ${workspaceId} and s.id = ${seriesId}`.execute(tx)
  const series = found[0]
  if (!series) return
  const { rows: meetings } = await sql<{
    id: string
    plannedLeaderId: string | null
    isFree: boolean
  }>`select id, planned_leader_id,
      (state = 'planned' and not is_edited and starts_at >= ${at}) as is_free
    from meeting where workspace_id = ${workspaceId} and series_id = ${seriesId} and deleted_at is null and state <> 'cancelled'
      and (starts_at >= ${at} or id = (select m.id from meeting m where m.workspace_id = ${workspaceId} and m.series_id = ${seriesId}
        and m.starts_at < ${at} and m.deleted_at is null and m.state <> 'cancelled' order by m.starts_at desc limit 1))
    order by starts_at, id`.execute(tx)
  const turns = series.leaderRotation === 'rotating' ? series.rotationIds : []
  let last = -1
  const assigned: { id: string; leader: string | null }[] = []
  for (const [index, meeting] of meetings.entries()) {
    // The first meeting of all is led by whoever started the series, if they take turns.
    const first = Math.max(0, turns.indexOf(series.leaderId ?? ''))
    const next = index === 0 && last < 0 ? first : last + 1
    const leader = turns.length > 0 ? turns[next % turns.length]! : series.leaderId
    if (meeting.isFree) assigned.push({ id: meeting.id, leader })
    const now = turns.indexOf((meeting.isFree ? leader : meeting.plannedLeaderId) ?? '')
    last = now >= 0 ? now : last < 0 ? first - 1 : last
  }
  await sql`update meeting m set planned_leader_id = a.leader
    from jsonb_to_recordset(${JSON.stringify(assigned)}::jsonb) as a(id uuid, leader uuid)
    where m.workspace_id = ${workspaceId} and m.id = a.id and m.planned_leader_id is distinct from a.leader`.execute(tx)
}

/** One person a seat: its manager, else its first member by name. */
export async function defaultRotation(
  db: Db | Tx,
  workspaceId: string,
  departmentIds: readonly string[],
  leaderId: string,
): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select p.id from unnest(${[...departmentIds]}::uuid[]) with ordinality as d(id, n)
    cross join lateral (select m.id from member_department md join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
      where md.workspace_id = ${workspaceId} and md.department_id = d.id and m.removed_at is null
      order by m.id = ${leaderId}::uuid desc, md.is_manager desc, m.full_name, m.id limit 1) p order by d.n`.execute(db)
  return [...new Set(rows.map((row) => row.id))]
}

/** Somebody left: others take the turns; where a fixed leader is missing now, the managers at the table are told. */
export const replaceLeader = defineJob({
  name: 'meetings.replace_leader',
  payload: Type.Object({ workspaceId: Id, memberId: Id }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, memberId }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const at = clock.now()
      const { rows } = await sql<Series>`select id, name, leader_id, leader_rotation, rotation_ids from meeting_series
        where workspace_id = ${workspaceId} and deleted_at is null and (leader_id = ${memberId} or ${memberId} = any(rotation_ids)) order by id`.execute(
        tx,
      )
      for (const series of rows) {
        await assignLeaders(tx, workspaceId, at, series.id)
        const { rows: orphans } =
          await sql`select 1 from meeting m join member l on l.workspace_id = m.workspace_id and l.id = m.planned_leader_id
          where m.workspace_id = ${workspaceId} and m.series_id = ${series.id} and m.state = 'planned' and m.deleted_at is null
            and m.starts_at >= ${at} and l.removed_at is not null limit 1`.execute(tx)
        if (orphans.length === 0) continue
        await notify(tx, at, workspaceId, [
          {
            memberIds: await managersOf(tx, workspaceId, series.id),
            kind: 'meeting_leader_left',
            params: { name: series.name },
            link: `/meetings/series/${series.id}`,
            dedupeKey: `meeting_leader_left:${series.id}:${memberId}`,
            mail: true,
          },
        ])
      }
    })
  },
})

/** Managers of the departments at the table; where there are none, whoever rules the workspace. */
async function managersOf(tx: Tx, workspaceId: string, seriesId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct m.id from meeting_series_seat s
    join member_department md on md.workspace_id = s.workspace_id and md.department_id = s.department_id and md.is_manager
    join member m on m.workspace_id = md.workspace_id and m.id = md.member_id and m.removed_at is null
    where s.workspace_id = ${workspaceId} and s.series_id = ${seriesId}`.execute(tx)
  if (rows.length > 0) return rows.map((row) => row.id)
  const { rows: rulers } = await sql<{
    id: string
  }>`select m.id from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where m.workspace_id = ${workspaceId} and m.removed_at is null and r.key in ('owner', 'admin')`.execute(tx)
  return rulers.map((row) => row.id)
}
