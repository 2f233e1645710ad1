import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { canMove, type Stage } from './rules/lifecycle.ts'

export type LifecycleMove = {
  subjectId: string
  to: Stage
  by: 'person' | 'rule'
  reason?: string
  ruleVersion?: number
  evidence?: Record<string, unknown>
  /** Local date on which a recycled contact wakes. */
  wakeOn?: string | null
  ownerId?: string | null
}
export type LifecycleMoved = { subjectId: string; from: Stage; to: Stage; moved: boolean }
type Row = { subjectId: string; stage: Stage; recycles: number; ownerId: string | null }

/**
 * Moves contacts along the lifecycle where the rules allow it (`canMove`); others are answered with `moved: false`.
 * Writes the transition with its evidence, and contact.lifecycle_moved. Throws `not_found` for a contact that is not there.
 */
export async function moveLifecycle(
  tx: Tx,
  actor: Actor,
  at: Date,
  moves: readonly LifecycleMove[],
): Promise<LifecycleMoved[]> {
  if (moves.length === 0) return []
  const { rows } = await sql<Row>`select subject_id, lifecycle_stage as stage, recycles, owner_id from contact
    where workspace_id = ${actor.workspaceId} and subject_id = any (${moves.map((move) => move.subjectId)}::uuid[])
    order by subject_id for no key update`.execute(tx)
  const contacts = new Map(rows.map((row) => [row.subjectId, row]))
  const answers: LifecycleMoved[] = []
  const steps: (LifecycleMove & { from: Stage; id: string })[] = []
  for (const move of moves) {
    const contact = contacts.get(move.subjectId)
    if (!contact) throw new Problem('not_found')
    const from = contact.stage
    const moved = canMove(from, move.to, move.by)
    answers.push({ subjectId: move.subjectId, from, to: moved ? move.to : from, moved })
    if (!moved) continue
    steps.push({ ...move, from, id: newId() })
    contact.stage = move.to
    if (move.to === 'recycled') contact.recycles += 1
    if (move.ownerId !== undefined) contact.ownerId = move.ownerId
  }
  if (steps.length > 0) await write(tx, actor, at, steps, contacts)
  return answers
}

async function write(
  tx: Tx,
  actor: Actor,
  at: Date,
  steps: readonly (LifecycleMove & { from: Stage; id: string })[],
  contacts: ReadonlyMap<string, Row>,
) {
  const last = [...new Map(steps.map((step) => [step.subjectId, step])).values()]
  const now = last.map(({ subjectId, wakeOn }) => ({ ...contacts.get(subjectId)!, wakeOn: wakeOn ?? null }))
  await sql`update contact c set lifecycle_stage = r.stage, lifecycle_since = ${at}, recycles = r.recycles, wake_on = r."wakeOn",
      owner_id = r."ownerId", updated_at = ${at}, version = c.version + 1
    from json_to_recordset(${JSON.stringify(now)}::json) as r ("subjectId" uuid, stage text, recycles integer, "wakeOn" date, "ownerId" uuid)
    where c.workspace_id = ${actor.workspaceId} and c.subject_id = r."subjectId"
      and c.subject_id = any (${now.map((row) => row.subjectId)}::uuid[])`.execute(tx)
  await sql`insert into lifecycle_transition (workspace_id, subject_id, id, from_stage, to_stage, at, rule_version, reason, evidence, actor_kind, actor_id)
    select ${actor.workspaceId}::uuid, r."subjectId", r.id, r."from", r."to", ${at}::timestamptz, r."ruleVersion", r.reason,
      coalesce(r.evidence, '{}'), ${actor.kind}, ${actor.id}::uuid
    from json_to_recordset(${JSON.stringify(steps)}::json) as r ("subjectId" uuid, id uuid, "from" text, "to" text, "ruleVersion" integer,
      reason text, evidence jsonb)`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    steps.map(({ subjectId, from, to, by, reason }) => ({
      name: 'contact.lifecycle_moved' as const,
      data: { subjectId, from, to, by, reason: reason ?? null },
      subjects: [subjectId],
    })),
  )
}
