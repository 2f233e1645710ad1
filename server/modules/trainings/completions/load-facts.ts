import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Facts } from '../rules/completion.ts'
import { holds, type Row } from '../select-trainings.ts'

export type MemberFacts = Facts & {
  memberId: string
  fullName: string
  /** Of the attempt that passed. */
  score: number | null
  /** Open reminders of completions that a new one makes needless. */
  taskIds: string[]
}

/** What members have done in a training, in one statement; those who have left are passed over. */
export async function loadFacts(
  db: Db | Tx,
  workspaceId: string,
  training: Pick<Row, 'id' | 'validityMonths' | 'quizVersion'>,
  memberIds: readonly string[],
  at: Date,
): Promise<MemberFacts[]> {
  const { id, validityMonths, quizVersion } = training
  const { rows } = await sql<Omit<MemberFacts, 'validityMonths' | 'hasQuiz'>>`
    with shape as materialized (
      select (select count(*) from training_material x
          where x.workspace_id = ${workspaceId} and x.training_id = ${id} and x.removed_at is null) as materials,
        exists (select 1 from training_session s
          where s.workspace_id = ${workspaceId} and s.training_id = ${id} and s.cancelled_at is null) as has_sessions
    )
    select m.id as member_id, m.full_name, shape.materials > 0 as has_materials, shape.has_sessions,
      done.last_completed_at, done.valid_until, coalesce(done.task_ids, '{}') as task_ids,
      (select max(s.starts_at) from training_seat e
        join training_session s on s.workspace_id = e.workspace_id and s.workspace_id = ${workspaceId} and s.training_id = e.training_id
          and s.id = e.session_id
        where e.workspace_id = ${workspaceId} and e.training_id = ${id} and e.member_id = m.id and e.attended) as attended_at,
      (select case when count(*) = shape.materials then min(r.read_at) end from training_reading r
        join training_material x on x.workspace_id = r.workspace_id and x.workspace_id = ${workspaceId} and x.training_id = r.training_id
          and x.id = r.material_id and x.removed_at is null
        where r.workspace_id = ${workspaceId} and r.training_id = ${id} and r.member_id = m.id) as read_at,
      passed.submitted_at as passed_at, passed.score
    from shape cross join member m
    left join lateral (
      select max(c.completed_at) as last_completed_at, max(c.expires_at) filter (where ${holds(at)}) as valid_until,
        array_agg(c.task_id) filter (where c.task_id is not null) as task_ids
      from training_completion c
      join training t on t.workspace_id = c.workspace_id and t.workspace_id = ${workspaceId} and t.id = c.training_id
      where c.workspace_id = ${workspaceId} and c.training_id = ${id} and c.member_id = m.id and c.revoked_at is null) done on true
    left join lateral (
      select a.submitted_at, a.score from training_attempt a
      join training t on t.workspace_id = a.workspace_id and t.workspace_id = ${workspaceId} and t.id = a.training_id
      where a.workspace_id = ${workspaceId} and a.training_id = ${id} and a.member_id = m.id and a.passed
        and a.quiz_version >= t.min_quiz_version
      order by a.submitted_at desc limit 1) passed on true
    where m.workspace_id = ${workspaceId} and m.id = any(${[...memberIds]}::uuid[]) and m.removed_at is null
    order by m.full_name, m.id`.execute(db)
  return rows.map((row) => ({ ...row, validityMonths, hasQuiz: quizVersion > 0 }))
}
