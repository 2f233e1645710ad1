import { sql } from 'kysely'
import type { Completion } from '#contract/training-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { completedBy } from '../rules/completion.ts'
import { addMonths } from '../rules/validity.ts'
import { factsOf, type Row } from '../select-trainings.ts'
import { loadFacts, type MemberFacts } from './load-facts.ts'

export type NewCompletion = {
  member: Pick<MemberFacts, 'memberId' | 'fullName' | 'taskIds'>
  way: Completion['way']
  score: number | null
  reason: string | null
  completedAt: Date
}

/** Notes the completions that what has just happened brought about, and answers whose. Set-based. */
export async function complete(
  tx: Tx,
  actor: Actor,
  at: Date,
  training: Row,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  await lockPeople(tx, actor.workspaceId, training.id, memberIds)
  const people = await loadFacts(tx, actor.workspaceId, training, memberIds, at)
  const completed = people.flatMap((member): NewCompletion[] => {
    const way = completedBy(member, at)
    return way ? [{ member, way, score: member.score, reason: null, completedAt: at }] : []
  })
  await insertCompletions(tx, actor, at, training, completed)
  return new Set(completed.map(({ member }) => member.memberId))
}

/** Two acts of one person at once (the last page read, the quiz handed in) complete a training once. */
const lockPeople = (tx: Tx, workspaceId: string, trainingId: string, memberIds: readonly string[]) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${workspaceId}${trainingId}`}::text || id, 0))
    from unnest(${[...memberIds].sort()}::text[]) as id`.execute(tx)

export async function insertCompletions(
  tx: Tx,
  actor: Actor,
  at: Date,
  training: Row,
  completed: readonly NewCompletion[],
): Promise<string[]> {
  if (completed.length === 0) return []
  const { workspaceId } = actor
  const rows = completed.map(({ member, way, score, reason, completedAt }) => ({
    id: newId(),
    member_id: member.memberId,
    ...{ way, score, reason },
    completed_at: completedAt,
    expires_at: addMonths(completedAt, training.validityMonths),
  }))
  await sql`insert into training_completion
      (workspace_id, training_id, id, member_id, way, quiz_version, score, reason, completed_at, expires_at, noted_by)
    select ${workspaceId}::uuid, ${training.id}::uuid, c.id, c.member_id, c.way, ${training.quizVersion}::int, c.score, c.reason,
      c.completed_at, c.expires_at, ${actor.id}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(id uuid, member_id uuid, way text, score integer, reason text,
      completed_at timestamptz, expires_at timestamptz)`.execute(tx)
  await rank(
    tx,
    workspaceId,
    training,
    completed.map(({ member }) => member.memberId),
  )
  await recordMany(
    tx,
    actor,
    at,
    completed.map(({ member, way, score, reason }, index) => ({
      name: 'training.completed' as const,
      data: {
        ...factsOf(training),
        ...{ memberId: member.memberId, memberName: member.fullName },
        ...{ completionId: rows[index]!.id, way, score, reason },
      },
      subjects: [training.id, member.memberId],
    })),
  )
  await completeTasks(
    tx,
    actor,
    at,
    completed.flatMap(({ member }) => member.taskIds),
  )
  return rows.map((row) => row.id)
}

/** Of each person the completion that holds longest counts, before all one of a version that still counts. */
export const rank = (
  tx: Tx,
  workspaceId: string,
  { id, minQuizVersion }: Pick<Row, 'id' | 'minQuizVersion'>,
  memberIds: readonly string[],
) =>
  sql`with ranked as materialized (
      select id, row_number() over (partition by member_id
        order by quiz_version >= ${minQuizVersion}::int desc, expires_at desc, id desc) > 1 as is_superseded
      from training_completion where workspace_id = ${workspaceId} and training_id = ${id}
        and member_id = any(${[...memberIds]}::uuid[]) and revoked_at is null
    )
    update training_completion c set superseded = r.is_superseded from ranked r
    where c.workspace_id = ${workspaceId} and c.training_id = ${id} and c.id = r.id and c.superseded <> r.is_superseded`.execute(
    tx,
  )
