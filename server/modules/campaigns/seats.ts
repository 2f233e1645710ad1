import { sql } from 'kysely'
import type { Seat } from '#contract/campaigns.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type SeatRow = Omit<Seat, 'signedAt'> & { signedAt: Date | null }

export async function readSeats(db: Db | Tx, workspaceId: string, campaignId: string): Promise<SeatRow[]> {
  const { rows } =
    await sql<SeatRow>`select s.department_id, d.key as department_key, d.name as department_name, s.owner_id, s.attendee_ids,
      s.signed_by, s.signed_at
    from campaign_seat s join department d on d.workspace_id = s.workspace_id and d.id = s.department_id
    where s.workspace_id = ${workspaceId} and s.campaign_id = ${campaignId}
    order by s.position, s.department_id`.execute(db)
  return rows
}

/** Somebody came and somebody signed, of every department. */
export const isSigned = (seat: Pick<SeatRow, 'attendeeIds' | 'signedAt'>) =>
  seat.attendeeIds.length > 0 && seat.signedAt !== null
export const stateByKickoff = (seats: readonly SeatRow[]): 'draft' | 'kickoff' | 'ready' =>
  seats.every(isSigned) ? 'ready' : seats.some((seat) => seat.attendeeIds.length > 0) ? 'kickoff' : 'draft'

export type Pairing = { departmentId: string; ownerId: string | null }

/**
 * One owner for each department: first those who belong to it, then whoever is left in the order given; a single owner
 * answers for all. Throws 422 on a department or member that does not exist, and on more owners than seats.
 */
export async function pairOwners(
  tx: Tx,
  workspaceId: string,
  departmentIds: readonly string[],
  ownerIds: readonly string[],
): Promise<Pairing[]> {
  const departments = [...new Set(departmentIds)]
  const owners = [...new Set(ownerIds)]
  const belongs = await requireKnown(tx, workspaceId, departments, owners)
  const free = new Set(owners)
  const pairs = new Map<string, string>()
  const pair = (departmentId: string, ownerId: string | undefined) => {
    if (ownerId === undefined) return
    pairs.set(departmentId, ownerId)
    free.delete(ownerId)
  }
  for (const id of departments)
    pair(
      id,
      owners.find((one) => free.has(one) && belongs.has(`${id} ${one}`)),
    )
  for (const id of departments)
    if (!pairs.has(id))
      pair(
        id,
        owners.find((one) => free.has(one)),
      )
  for (const id of departments)
    if (!pairs.has(id))
      pair(id, owners.find((one) => belongs.has(`${id} ${one}`)) ?? (owners.length === 1 ? owners[0] : undefined))
  const left = owners.findIndex((one) => free.has(one))
  if (left >= 0) throw new Problem('unprocessable', {}, [{ pointer: `/ownerIds/${left}`, rule: 'owner_without_seat' }])
  return departments.map((departmentId) => ({ departmentId, ownerId: pairs.get(departmentId) ?? null }))
}

/** Which of them belong together, as `department member`. */
async function requireKnown(
  tx: Tx,
  workspaceId: string,
  departmentIds: readonly string[],
  ownerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const [departments, members, belongs] = [
    await sql<{ id: string }>`select id from department
      where workspace_id = ${workspaceId} and deleted_at is null and id = any(${[...departmentIds]}::uuid[])`.execute(
      tx,
    ),
    await sql<{ id: string }>`select id from member
      where workspace_id = ${workspaceId} and removed_at is null and id = any(${[...ownerIds]}::uuid[])`.execute(tx),
    await sql<{ departmentId: string; memberId: string }>`select department_id, member_id from member_department
      where workspace_id = ${workspaceId} and member_id = any(${[...ownerIds]}::uuid[])`.execute(tx),
  ]
  const unknown = (list: readonly string[], known: readonly { id: string }[], pointer: string) => {
    const ids = new Set(known.map((row) => row.id))
    return list.flatMap((id, index) =>
      ids.has(id) ? [] : [{ pointer: `${pointer}/${index}`, rule: 'unknown_record' }],
    )
  }
  const errors = [
    ...unknown(departmentIds, departments.rows, '/departmentIds'),
    ...unknown(ownerIds, members.rows, '/ownerIds'),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  return new Set(belongs.rows.map((row) => `${row.departmentId} ${row.memberId}`))
}

/** Writes the table as it shall be; departments that stay keep who came and who signed. */
export async function writeSeats(tx: Tx, workspaceId: string, campaignId: string, pairs: readonly Pairing[]) {
  const kept = pairs.map((pair) => pair.departmentId)
  await sql`delete from campaign_seat where workspace_id = ${workspaceId} and campaign_id = ${campaignId}
    and department_id <> all(${kept}::uuid[])`.execute(tx)
  await sql`insert into campaign_seat (workspace_id, campaign_id, department_id, position, owner_id)
    select ${workspaceId}::uuid, ${campaignId}::uuid, p."departmentId", p.position, p."ownerId"
    from jsonb_to_recordset(${JSON.stringify(pairs.map((pair, position) => ({ ...pair, position })))}::jsonb)
      as p("departmentId" uuid, position integer, "ownerId" uuid)
    on conflict (workspace_id, campaign_id, department_id)
      do update set owner_id = excluded.owner_id, position = excluded.position`.execute(tx)
}
