import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'

/** Tells that somebody is a member from now on; they themselves are who did it. */
export async function recordJoined(
  tx: Tx,
  workspaceId: string,
  at: Date,
  member: { id: string; fullName: string },
): Promise<Actor> {
  const actor: Actor = { kind: 'member', id: member.id, workspaceId, permissions: new Set() }
  await record(tx, actor, at, 'member.joined', { memberId: member.id, name: member.fullName }, [member.id])
  return actor
}
