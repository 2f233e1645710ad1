import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { keyOf } from './key-of.ts'

type Routes = typeof accountRoutes
type DepartmentReply = Reply<Routes['POST /departments']>

/** The handover of leads runs between these two. */
const needed = ['marketing', 'sales']
const builtIn = ['marketing', 'sales', 'service']

export async function listDepartments({ db, actor }: Ctx): Promise<Reply<Routes['GET /departments']>> {
  return { items: await select(db, actor.workspaceId, null), next: null }
}

/** A deleted department of the same name comes back, with its old members gone. */
export async function createDepartment(
  ctx: Ctx,
  { body }: Input<Routes['POST /departments']>,
): Promise<DepartmentReply> {
  const name = body.name.trim()
  return ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    await requireFreeName(tx, workspaceId, name, null)
    const { rows } = await sql<{ id: string }>`insert into department as d (workspace_id, id, key, name, created_at)
      values (${workspaceId}, ${newId()}, ${keyOf(name)}, ${name}, ${at})
      on conflict (workspace_id, key) do update set name = excluded.name, deleted_at = null where d.deleted_at is not null
      returning id`.execute(tx)
    const id = rows[0]?.id
    if (!id) throw new Problem('name_taken')
    await record(tx, ctx.actor, at, 'department.created', { departmentId: id, name }, [id])
    return one(tx, workspaceId, id)
  })
}

export async function renameDepartment(
  ctx: Ctx,
  { params, body }: Input<Routes['PATCH /departments/:id']>,
): Promise<DepartmentReply> {
  const name = body.name.trim()
  return ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    await one(tx, workspaceId, params.id)
    await requireFreeName(tx, workspaceId, name, params.id)
    await sql`update department set name = ${name} where workspace_id = ${workspaceId} and id = ${params.id}`.execute(
      tx,
    )
    await record(tx, ctx.actor, ctx.clock.now(), 'department.changed', { departmentId: params.id, name }, [params.id])
    return one(tx, workspaceId, params.id)
  })
}

export async function deleteDepartment(ctx: Ctx, { params }: Input<Routes['DELETE /departments/:id']>): Promise<void> {
  await ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    await sql`select id from department where workspace_id = ${workspaceId} and id = ${params.id} for update`.execute(
      tx,
    )
    const { key, name, memberCount } = await one(tx, workspaceId, params.id)
    if (needed.includes(key)) throw new Problem('department_needed')
    if (memberCount > 0) throw new Problem('department_in_use', { memberCount })
    await sql`delete from member_department where workspace_id = ${workspaceId} and department_id = ${params.id}`.execute(
      tx,
    )
    await sql`update department set deleted_at = ${at} where workspace_id = ${workspaceId} and id = ${params.id}`.execute(
      tx,
    )
    await record(tx, ctx.actor, at, 'department.deleted', { departmentId: params.id, name }, [params.id])
  })
}

async function one(db: Db | Tx, workspaceId: string, id: string): Promise<DepartmentReply> {
  const [row] = await select(db, workspaceId, id)
  if (!row) throw new Problem('not_found')
  return row
}

async function requireFreeName(tx: Tx, workspaceId: string, name: string, ownId: string | null): Promise<void> {
  const { rows } =
    await sql`select 1 from department where workspace_id = ${workspaceId} and lower(name) = ${name.toLowerCase()}
    and deleted_at is null and id is distinct from ${ownId}::uuid limit 1`.execute(tx)
  if (rows.length > 0) throw new Problem('name_taken')
}

async function select(db: Db | Tx, workspaceId: string, id: string | null): Promise<DepartmentReply[]> {
  const { rows } = await sql<
    Omit<DepartmentReply, 'isBuiltIn'>
  >`select d.id, d.key, d.name, (select count(*)::int from member_department md
      join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
      where md.workspace_id = ${workspaceId} and md.department_id = d.id and m.removed_at is null) as member_count
    from department d where d.workspace_id = ${workspaceId} and d.deleted_at is null and (${id}::uuid is null or d.id = ${id}::uuid)
    order by d.created_at, d.id`.execute(db)
  return rows.map((row) => ({ ...row, isBuiltIn: builtIn.includes(row.key) }))
}
