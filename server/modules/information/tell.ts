import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { notify } from '#modules/platform/public.ts'

type Told = { id: string; name: string; ownerId: string; purpose: string }

/** Somebody needs something newly from them: once for each item and owner; nobody is told what they did themselves. */
export async function tellNewOwners(tx: Tx, actor: Actor, at: Date, items: readonly Told[]): Promise<void> {
  const byOwner = Map.groupBy(
    items.filter(({ ownerId }) => ownerId !== actor.id),
    ({ ownerId }) => ownerId,
  )
  await notify(
    tx,
    at,
    actor.workspaceId,
    [...byOwner].map(([ownerId, own]) => ({
      memberIds: [ownerId],
      kind: 'information_asked',
      params: { name: own[0]!.name, count: own.length },
      link: own.length === 1 ? linkOf(own[0]!.id) : '/information?show=owe',
      dedupeKey: `information_asked:${own[0]!.id}:${at.toISOString()}`,
      mail: true,
    })),
  )
}

export const linkOf = (itemId: string) => `/information/${itemId}`

/** Who leads each department; without managers, its members; without anybody, those who own or administer the workspace. */
export async function managersOf(
  db: Db | Tx,
  workspaceId: string,
  departmentIds: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; managerIds: string[]; memberIds: string[]; rulerIds: string[] }>`select d.id,
      array(select m.id from member_department md join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
        where md.workspace_id = ${workspaceId} and md.department_id = d.id and md.is_manager and m.removed_at is null order by m.full_name, m.id) as manager_ids,
      array(select m.id from member_department md join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
        where md.workspace_id = ${workspaceId} and md.department_id = d.id and m.removed_at is null order by m.full_name, m.id) as member_ids,
      array(select m.id from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
        where m.workspace_id = ${workspaceId} and r.key in ('owner', 'admin') and m.removed_at is null order by m.id) as ruler_ids
    from department d where d.workspace_id = ${workspaceId} and d.id = any(${[...new Set(departmentIds)]}::uuid[])`.execute(
    db,
  )
  return new Map(
    rows.map((row) => [
      row.id,
      row.managerIds.length > 0 ? row.managerIds : row.memberIds.length > 0 ? row.memberIds : row.rulerIds,
    ]),
  )
}
