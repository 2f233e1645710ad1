import { sql } from 'kysely'
import type { Training, trainingsRoutes } from '#contract/trainings.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { foldText, searchText } from '#kernel/text.ts'
import { requireProject } from '#modules/projects/public.ts'
import { requireManage, requireRun } from './access.ts'
import { readTraining } from './read-training.ts'
import { factsOf, lockTraining, type Row, readerOf } from './select-trainings.ts'

type Input = Handlers<typeof trainingsRoutes>
type Body = Parameters<Input['POST /trainings']>[1]['body']
export type Given = Body & { topic: string; departmentId: string; departmentIds: string[] }
type Change = Parameters<Input['PATCH /trainings/:id']>[1]['body']

export const createTraining = (ctx: Ctx, given: Body): Promise<Training> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const id = await insertTraining(tx, ctx.actor, at, await withUsual(tx, ctx.actor, given))
    return readTraining(tx, ctx.actor, at, id)
  })

/** One's own department teaches all the others, unless it is said otherwise. Throws 400 where that leaves nobody. */
async function withUsual(tx: Tx, { workspaceId, id }: Actor, given: Body): Promise<Given> {
  const { title, topic = title.trim().slice(0, longestTopic) } = given
  const { rows } = await sql<{ id: string; isMine: boolean }>`select d.id, exists (select 1 from member_department md
      where md.workspace_id = ${workspaceId} and md.department_id = d.id and md.member_id = ${id}) as is_mine
    from department d where d.workspace_id = ${workspaceId} and d.deleted_at is null order by is_mine desc, d.created_at, d.id`.execute(
    tx,
  )
  const departmentId = given.departmentId ?? rows.find((row) => row.isMine)?.id
  if (departmentId === undefined) throw invalid('/departmentId', 'required')
  const departmentIds = given.departmentIds ?? rows.map((row) => row.id).filter((one) => one !== departmentId)
  if (departmentIds.length === 0) throw invalid('/departmentIds', 'required')
  return { ...given, topic, departmentId, departmentIds }
}
const longestTopic = 80

/**
 * A draft; whoever makes it answers for it unless another is named. Throws 403 when it is asked of people by somebody who
 * does not manage training, 422 on departments, people, roles and projects that are not there.
 */
export async function insertTraining(
  tx: Tx,
  actor: Actor,
  at: Date,
  given: Given,
  suggestionKey: string | null = null,
): Promise<string> {
  const { workspaceId } = actor
  if (given.required) requireManage(actor)
  const title = filled(given.title, '/title')
  const topic = filled(given.topic, '/topic')
  const ownerId = given.ownerId === undefined ? actor.id : given.ownerId
  const id = newId()
  await requireKnown(tx, workspaceId, { ...given, ownerId })
  await sql`insert into training (workspace_id, id, title, purpose, topic, topic_key, department_id, owner_id, required, required_by,
      required_from, role_ids, validity_months, pass_mark, attempts_limit, cooldown_minutes, suggestion_key, project_id, search,
      created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, ${title}, ${given.purpose?.trim() ?? ''}, ${topic}, ${foldText(topic)}, ${given.departmentId}, ${ownerId},
      ${given.required ?? false}, ${given.required ? actor.id : null}, ${given.requiredFrom ?? null}, ${given.roleIds ?? []}::uuid[],
      ${given.validityMonths ?? 12}, ${given.passMark ?? 80}, ${given.attemptsLimit ?? null}, ${given.cooldownMinutes ?? 0},
      ${suggestionKey}, ${given.projectId ?? null}, ${searchText(title, topic, given.purpose)}, ${actor.id}, ${at}, ${at})`.execute(
    tx,
  )
  await writeReceivers(tx, workspaceId, id, given.departmentIds)
  await record(tx, actor, at, 'training.created', factsOf({ id, title }), [id])
  return id
}

/** Changes facts. What stays the same makes no new version and no event. */
export const updateTraining = (ctx: Ctx, id: string, given: Change): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockTraining(tx, await readerOf(tx, actor, at), id)
    requireVersion(ctx, old.version)
    await requireRun(tx, actor, old)
    const changes = changesOf(old, given)
    if (Object.keys(changes).length > 0) {
      if (changesAsking(old, given, changes)) requireManage(actor)
      await write(tx, actor, at, old, given)
      const title = given.title?.trim() ?? old.title
      await record(tx, actor, at, 'training.updated', { ...factsOf({ id, title }), changes }, [id])
    }
    return readTraining(tx, actor, at, id)
  })

/** Of whom it is asked, once it is asked of anybody. */
const changesAsking = (old: Row, given: Change, changes: Record<string, unknown>) =>
  'required' in changes ||
  (old.required &&
    given.required !== false &&
    ['requiredFrom', 'roleIds', 'departmentIds'].some((field) => field in changes))

async function write(tx: Tx, { workspaceId, id: memberId }: Actor, at: Date, old: Row, given: Change) {
  await requireKnown(tx, workspaceId, given)
  const title = given.title === undefined ? old.title : filled(given.title, '/title')
  const topic = given.topic === undefined ? old.topic : filled(given.topic, '/topic')
  const next = { ...old, ...given, title, topic, purpose: given.purpose?.trim() ?? old.purpose }
  const requiredBy = !next.required ? null : old.required ? old.requiredBy : memberId
  await sql`update training set title = ${title}, purpose = ${next.purpose}, topic = ${topic}, topic_key = ${foldText(topic)},
      department_id = ${next.departmentId}, owner_id = ${next.ownerId}, required = ${next.required}, required_by = ${requiredBy},
      required_from = ${next.requiredFrom}, role_ids = ${next.roleIds}::uuid[], validity_months = ${next.validityMonths},
      pass_mark = ${next.passMark}, attempts_limit = ${next.attemptsLimit}, cooldown_minutes = ${next.cooldownMinutes},
      project_id = ${next.projectId}, search = ${searchText(title, topic, next.purpose)}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${old.id}`.execute(tx)
  if (given.departmentIds) await writeReceivers(tx, workspaceId, old.id, given.departmentIds)
}

async function writeReceivers(tx: Tx, workspaceId: string, id: string, departmentIds: readonly string[]) {
  await sql`delete from training_requirement where workspace_id = ${workspaceId} and training_id = ${id}
    and department_id <> all(${[...departmentIds]}::uuid[])`.execute(tx)
  await sql`insert into training_requirement (workspace_id, training_id, department_id)
    select ${workspaceId}::uuid, ${id}::uuid, d from unnest(${[...departmentIds]}::uuid[]) as d
    on conflict (workspace_id, training_id, department_id) do nothing`.execute(tx)
}

async function requireKnown(tx: Tx, workspaceId: string, given: Change): Promise<void> {
  await requireProject(tx, workspaceId, given.projectId)
  const departments = [...(given.departmentIds ?? []), ...(given.departmentId ? [given.departmentId] : [])]
  const { rows } = await sql<{ id: string }>`select id from department
      where workspace_id = ${workspaceId} and deleted_at is null and id = any(${departments}::uuid[])
    union all select id from role where workspace_id = ${workspaceId} and id = any(${given.roleIds ?? []}::uuid[])
    union all select id from member where workspace_id = ${workspaceId} and removed_at is null
      and id = any(${given.ownerId ? [given.ownerId] : []}::uuid[])`.execute(tx)
  const known = new Set(rows.map((row) => row.id))
  const unknown = (ids: readonly string[], pointerOf: (index: number) => string, rule: string) =>
    ids.flatMap((id, index) => (known.has(id) ? [] : [{ pointer: pointerOf(index), rule }]))
  const errors = [
    ...unknown(given.departmentId ? [given.departmentId] : [], () => '/departmentId', 'unknown_record'),
    ...unknown(given.departmentIds ?? [], (index) => `/departmentIds/${index}`, 'unknown_record'),
    ...unknown(given.roleIds ?? [], (index) => `/roleIds/${index}`, 'unknown_record'),
    ...unknown(given.ownerId ? [given.ownerId] : [], () => '/ownerId', 'unknown_member'),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** `{ field: [before, after] }` of what really changes. */
function changesOf(old: Row, given: Change): Record<string, unknown[]> {
  const before: Record<string, unknown> = { ...old }
  const text = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value)
  return Object.fromEntries(
    Object.entries(given)
      .filter(([field, after]) => text(before[field]) !== text(after))
      .map(([field, after]) => [field, [before[field], after]]),
  )
}
