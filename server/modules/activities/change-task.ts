import { sql } from 'kysely'
import type { activitiesRoutes, Task } from '#contract/activities.ts'
import { record, recordMany } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { createTasks } from './create-tasks.ts'
import { resolveAbout } from './links.ts'
import { notifyAssignees } from './notify-assignees.ts'
import { lockTask, readTask, readTaskRow, toTask } from './select-tasks.ts'
import { type TaskFacts, taskFacts, taskSubjects } from './task-facts.ts'

type Body<K extends keyof typeof activitiesRoutes> = Parameters<Handlers<typeof activitiesRoutes>[K]>[1]['body']

/** A task for whoever is named; without assignee and department it is the writer's own. */
export const createTask = (
  ctx: Ctx,
  { title, kind = 'to_do', dueAt, assigneeId, departmentId, body, priority, ...about }: Body<'POST /tasks'>,
): Promise<Task> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const assignee = assigneeId === undefined && !departmentId ? actor.id : (assigneeId ?? null)
    const links = await resolveAbout(tx, actor.workspaceId, {
      ...about,
      assigneeId: assignee,
      departmentId: departmentId ?? null,
    })
    const [id] = await createTasks(tx, actor, at, [
      {
        ...links,
        title: filled(title, '/title'),
        kind,
        dueAt: dueAt ? new Date(dueAt) : null,
        assigneeId: assignee,
        departmentId: departmentId ?? null,
        ...(body !== undefined && { body }),
        ...(priority && { priority }),
      },
    ])
    return readTask(tx, actor.workspaceId, id!)
  })

/** What stays the same makes no new version and no event. A new assignee is told. */
export const updateTask = (ctx: Ctx, id: string, given: Body<'PATCH /tasks/:id'>): Promise<Task> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockTask(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const before: Record<string, unknown> = toTask(old)
    const changed = Object.entries(given).filter(([field, value]) => !sameValue(before[field], value))
    if (changed.length === 0) return toTask(old)
    await resolveAbout(tx, workspaceId, given)
    const { contactId, title, dueAt, state, ...plain } = given
    await tx
      .updateTable('task')
      .set({
        ...plain,
        ...(title !== undefined && { title: filled(title, '/title') }),
        ...(dueAt !== undefined && { dueAt: dueAt && new Date(dueAt) }),
        ...(contactId !== undefined && { subjectId: contactId }),
        ...(state && { state, doneAt: null, doneBy: null }),
        version: old.version + 1,
        updatedAt: at,
      })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    const row = await readTaskRow(tx, workspaceId, id)
    // The ledger keeps which long words changed, not the words.
    const changes = Object.fromEntries(
      changed.map(([field, value]) => [field, field === 'body' ? [] : [before[field], value]]),
    )
    await record(tx, actor, at, 'task.updated', { taskId: id, title: row.title, changes }, taskSubjects(row))
    if (row.assigneeId !== old.assigneeId) await notifyAssignees(tx, actor, at, [row])
    return toTask(row)
  })

/** Ticks off, or opens again. Doing it twice changes nothing, so that a double click or a retry is harmless. */
export const completeTask = (ctx: Ctx, id: string, done: boolean): Promise<Task> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockTask(tx, actor.workspaceId, id)
    if ((old.state === 'done') === done) return toTask(old)
    await tx
      .updateTable('task')
      .set({
        state: done ? 'done' : 'open',
        doneAt: done ? at : null,
        doneBy: done ? actor.id : null,
        version: old.version + 1,
        updatedAt: at,
      })
      .where('workspaceId', '=', actor.workspaceId)
      .where('id', '=', id)
      .execute()
    await record(tx, actor, at, done ? 'task.completed' : 'task.reopened', taskFacts(old), taskSubjects(old))
    return readTask(tx, actor.workspaceId, id)
  })

export const deleteTask = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockTask(tx, actor.workspaceId, id)
    requireVersion(ctx, old.version)
    await sql`update task set deleted_at = ${at}, version = version + 1 where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(
      tx,
    )
    await record(tx, actor, at, 'task.deleted', taskFacts(old), taskSubjects(old))
  })

/** Brings a deleted task back; one that is there already is answered as it is. */
export const restoreTask = (ctx: Ctx, id: string): Promise<Task> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { rows } = await sql`update task set deleted_at = null, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id} and deleted_at is not null returning 1`.execute(tx)
    const row = await readTaskRow(tx, actor.workspaceId, id)
    if (rows.length > 0) await record(tx, actor, ctx.clock.now(), 'task.restored', taskFacts(row), taskSubjects(row))
    return toTask(row)
  })

/** New dates for several tasks, all or none: an id that is not there refuses the whole. */
export const postponeTasks = (
  ctx: Ctx,
  tasks: readonly { id: string; dueAt: string | null }[],
): Promise<{ changed: number }> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const wanted = new Map(tasks.map((task) => [task.id, task.dueAt && new Date(task.dueAt)]))
    const { rows } = await sql<
      TaskFacts & { dueAt: Date | null }
    >`select id, title, kind, assignee_id, subject_id, company_id, deal_id, due_at from task
      where workspace_id = ${workspaceId} and id = any(${[...wanted.keys()]}::uuid[]) and deleted_at is null order by id for update`.execute(
      tx,
    )
    if (rows.length < wanted.size) throw new Problem('not_found')
    const moved = rows.filter((row) => row.dueAt?.getTime() !== (wanted.get(row.id) || undefined)?.getTime())
    await sql`update task t set due_at = n.due_at, updated_at = ${at}, version = t.version + 1
      from jsonb_to_recordset(${JSON.stringify(moved.map(({ id }) => ({ id, due_at: wanted.get(id) })))}::jsonb) as n(id uuid, due_at timestamptz)
      where t.workspace_id = ${workspaceId} and t.id = n.id`.execute(tx)
    await recordMany(
      tx,
      actor,
      at,
      moved.map((row) => ({
        name: 'task.updated' as const,
        data: { taskId: row.id, title: row.title, changes: { dueAt: [row.dueAt, wanted.get(row.id) || null] } },
        subjects: taskSubjects(row),
      })),
    )
    return { changed: moved.length }
  })

const sameValue = (before: unknown, after: unknown) =>
  before === after ||
  (typeof before === 'string' &&
    typeof after === 'string' &&
    instant.test(after) &&
    Date.parse(before) === Date.parse(after))
const instant = /^\d{4}-\d\d-\d\dT/
