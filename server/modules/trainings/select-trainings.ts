import { type RawBuilder, sql } from 'kysely'
import type { TrainingRow, trainingStates } from '#contract/trainings.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { addDaysTo, renewalDays } from './rules/validity.ts'

export type Row = {
  id: string
  title: string
  purpose: string
  topic: string
  topicKey: string
  state: (typeof trainingStates)[number]
  departmentId: string
  departmentIds: string[]
  ownerId: string | null
  required: boolean
  requiredBy: string | null
  requiredFrom: string | null
  roleIds: string[]
  validityMonths: number
  passMark: number
  attemptsLimit: number | null
  cooldownMinutes: number
  quizVersion: number
  minQuizVersion: number
  projectId: string | null
  publishedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
  materialCount: number
  nextSessionAt: Date | null
  isAsked: boolean
  completedAt: Date | null
  expiresAt: Date | null
  isValid: boolean
}
/** Who looks, and when: days are the workspace's. */
export type Reader = { workspaceId: string; memberId: string; at: Date; today: string }

export async function readerOf(
  db: Db | Tx,
  { workspaceId, id }: { workspaceId: string; id: string },
  at: Date,
): Promise<Reader> {
  return { workspaceId, memberId: id, at, today: await todayOf(db, workspaceId, at) }
}

export async function todayOf(db: Db | Tx, workspaceId: string, at: Date): Promise<string> {
  return localDate(await timeZoneOf(db, workspaceId), at)
}

/** Trainings `t` that are asked of people on that day. */
export const inForce = (today: string) =>
  sql`t.required and t.state = 'active' and t.deleted_at is null and (t.required_from is null or t.required_from <= ${today}::date)`

/** Completions `c` of trainings `t` that hold: of each person at most one. */
export const holds = (at: Date) =>
  sql`c.revoked_at is null and not c.superseded and c.expires_at > ${at} and c.quiz_version >= t.min_quiz_version`

/** Members `m` of whom a training `t` is asked, when they belong to a department that receives it. */
export const hasRole = sql`(t.role_ids = '{}' or m.role_id = any(t.role_ids))`

/** Trainings as they are answered to one reader; the caller adds its own `where`, order and limit, on `t`, `mine` and `asked`. */
export const selectTrainings = ({ workspaceId, memberId, at, today }: Reader, where: RawBuilder<unknown>) =>
  sql<Row>`select t.id, t.title, t.purpose, t.topic, t.topic_key, t.state, t.department_id, t.owner_id, t.required, t.required_by,
    t.required_from, t.role_ids, t.validity_months, t.pass_mark, t.attempts_limit, t.cooldown_minutes, t.quiz_version, t.min_quiz_version,
    t.project_id, t.published_at, t.version, t.created_at, t.updated_at,
    array(select r.department_id from training_requirement r
      join department d on d.workspace_id = r.workspace_id and d.workspace_id = ${workspaceId} and d.id = r.department_id
      where r.workspace_id = ${workspaceId} and r.training_id = t.id order by d.created_at, d.id) as department_ids,
    (select count(*)::int from training_material x
      where x.workspace_id = ${workspaceId} and x.training_id = t.id and x.removed_at is null) as material_count,
    (select min(s.starts_at) from training_session s where s.workspace_id = ${workspaceId} and s.training_id = t.id
      and s.cancelled_at is null and s.starts_at > ${at}) as next_session_at,
    asked.is_asked, mine.completed_at, mine.expires_at, coalesce(mine.is_valid, false) as is_valid
  from training t
  left join lateral (
    select c.completed_at, c.expires_at, (${holds(at)}) as is_valid from training_completion c
    where c.workspace_id = ${workspaceId} and c.training_id = t.id and c.member_id = ${memberId} and c.revoked_at is null
    order by (${holds(at)}) desc, c.expires_at desc limit 1) mine on true
  left join lateral (
    select ${inForce(today)} and exists (select 1 from training_requirement r
      join member_department md on md.workspace_id = r.workspace_id and md.workspace_id = ${workspaceId}
        and md.department_id = r.department_id and md.member_id = ${memberId}
      join member m on m.workspace_id = md.workspace_id and m.workspace_id = ${workspaceId} and m.id = md.member_id
      where r.workspace_id = ${workspaceId} and r.training_id = t.id and ${hasRole}) as is_asked) asked on true
  where t.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a training that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, reader: Reader, id: string): Promise<Row> {
  const { rows } = await selectTrainings(reader, sql`t.id = ${id} and t.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends: changes of one training follow one another. */
export async function lockTraining(tx: Tx, reader: Reader, id: string): Promise<Row> {
  const { rows } = await sql`select 1 from training
    where workspace_id = ${reader.workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, reader, id)
}

export const requireOpen = ({ state }: Pick<Row, 'state'>) => {
  if (state !== 'active') throw new Problem('training_not_open')
}

/** Every change of what people see moves the version on. */
export const touch = (tx: Tx, workspaceId: string, at: Date, id: string) =>
  sql`update training set updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)

export const toSummary = (row: Row, at: Date): TrainingRow => ({
  id: row.id,
  title: row.title,
  topic: row.topic,
  state: row.state,
  departmentId: row.departmentId,
  departmentIds: row.departmentIds,
  ownerId: row.ownerId,
  required: row.required,
  requiredBy: row.requiredBy,
  requiredFrom: row.requiredFrom,
  roleIds: row.roleIds,
  validityMonths: row.validityMonths,
  passMark: row.passMark,
  projectId: row.projectId,
  quizVersion: row.quizVersion,
  materials: row.materialCount,
  nextSessionAt: row.nextSessionAt?.toISOString() ?? null,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  my: {
    state: myState(row, at),
    completedAt: row.completedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  },
})

const myState = ({ isValid, expiresAt, isAsked }: Row, at: Date): TrainingRow['my']['state'] => {
  if (isValid && expiresAt) return expiresAt <= addDaysTo(at, renewalDays) ? 'expiring' : 'valid'
  return isAsked ? 'owed' : 'open'
}

/** What the ledger keeps of a training in every event. */
export const factsOf = ({ id, title }: { id: string; title: string }) => ({ trainingId: id, trainingTitle: title })
