import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'

type Run = { id: string; ownerId: string | null }

/** Whoever answers for a training, gives one of its sessions or manages training may change it. */
export async function mayRun(db: Db | Tx, actor: Actor, { id, ownerId }: Run): Promise<boolean> {
  if (actor.permissions.has('trainings.manage')) return true
  if (!actor.permissions.has('trainings.write')) return false
  if (ownerId === actor.id) return true
  const { rows } =
    await sql`select 1 from training_session where workspace_id = ${actor.workspaceId} and training_id = ${id}
    and cancelled_at is null and ${actor.id}::uuid = any(trainer_ids) limit 1`.execute(db)
  return rows.length > 0
}

/** Throws 403. */
export async function requireRun(db: Db | Tx, actor: Actor, training: Run): Promise<void> {
  if (!(await mayRun(db, actor, training))) throw new Problem('forbidden', { permission: 'trainings.manage' })
}

/** To ask something of others takes whoever leads. Throws 403. */
export function requireManage(actor: Actor): void {
  if (!actor.permissions.has('trainings.manage')) throw new Problem('forbidden', { permission: 'trainings.manage' })
}
