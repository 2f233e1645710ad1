import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { permissionsOf, type RoleKey } from '#contract/permissions.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { requireHeld } from './granting.ts'
import { keyOf } from './key-of.ts'

type Routes = typeof accountRoutes
type RoleReply = Reply<Routes['POST /roles']>

export async function listRoles({ db, actor }: Ctx): Promise<Reply<Routes['GET /roles']>> {
  return { items: await select(db, actor.workspaceId, null), next: null }
}

export async function createRole(ctx: Ctx, { body }: Input<Routes['POST /roles']>): Promise<RoleReply> {
  const { actor } = ctx
  requireHeld(actor, body.permissions)
  const name = body.name.trim()
  return ctx.transact(async (tx) => {
    await requireFreeName(tx, actor.workspaceId, name, null)
    const id = newId()
    const { rows } = await sql`insert into role (workspace_id, id, key, name, permissions)
      values (${actor.workspaceId}, ${id}, ${`custom_${keyOf(name)}`}, ${name}, ${[...body.permissions].sort()}::text[])
      on conflict do nothing returning id`.execute(tx)
    if (rows.length === 0) throw new Problem('name_taken')
    await record(tx, actor, ctx.clock.now(), 'role.created', { roleId: id, name }, [id])
    return one(tx, actor.workspaceId, id)
  })
}

/** Takes away only what the actor holds, too: an admin cannot lower a role that is above theirs. */
export async function patchRole(ctx: Ctx, { params, body }: Input<Routes['PATCH /roles/:id']>): Promise<RoleReply> {
  const { actor } = ctx
  return ctx.transact(async (tx) => {
    const before = await lock(tx, actor.workspaceId, params.id)
    requireVersion(ctx, before.version)
    requireHeld(actor, before.permissions)
    requireHeld(actor, body.permissions ?? [])
    const name = body.name?.trim() ?? before.name
    await requireFreeName(tx, actor.workspaceId, name, params.id)
    const permissions = body.permissions ? [...body.permissions].sort() : before.permissions
    await sql`update role set name = ${name}, permissions = ${permissions}::text[], version = ${before.version + 1}
      where workspace_id = ${actor.workspaceId} and id = ${params.id}`.execute(tx)
    await record(tx, actor, ctx.clock.now(), 'role.changed', { roleId: params.id, name }, [params.id])
    return one(tx, actor.workspaceId, params.id)
  })
}

export async function deleteRole(ctx: Ctx, { params }: Input<Routes['DELETE /roles/:id']>): Promise<void> {
  const { actor } = ctx
  const { workspaceId } = actor
  await ctx.transact(async (tx) => {
    const role = await lock(tx, workspaceId, params.id)
    requireHeld(actor, role.permissions)
    const { rows } =
      await sql`select 1 from member where workspace_id = ${workspaceId} and role_id = ${params.id} and removed_at is null
      union all select 1 from invitation where workspace_id = ${workspaceId} and role_id = ${params.id} and accepted_at is null
        and revoked_at is null and expires_at > ${ctx.clock.now()} limit 1`.execute(tx)
    if (rows.length > 0) throw new Problem('role_in_use')
    // People who left become guests, should they return; invitations that are over only matter to the ledger.
    await sql`update member set role_id = (select g.id from role g where g.workspace_id = ${workspaceId} and g.key = 'guest')
      where workspace_id = ${workspaceId} and role_id = ${params.id}`.execute(tx)
    await sql`delete from invitation where workspace_id = ${workspaceId} and role_id = ${params.id}`.execute(tx)
    await sql`delete from role where workspace_id = ${workspaceId} and id = ${params.id}`.execute(tx)
    await record(tx, actor, ctx.clock.now(), 'role.deleted', { roleId: params.id, name: role.name }, [params.id])
  })
}

/** Built-in roles follow `contract/permissions.ts`: a release that brings a permission gives it to those who should hold it. */
export async function syncBuiltInRoles(db: Db): Promise<void> {
  const wanted = (['owner', 'admin', 'manager', 'member', 'guest'] as const satisfies readonly RoleKey[]).map(
    (key) => ({ key, permissions: permissionsOf(key) }),
  )
  await sql`update role r set permissions = w.permissions from (
      select key, array(select jsonb_array_elements_text(permissions)) as permissions
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as given(key text, permissions jsonb)) w
    where r.built_in and r.key = w.key and r.permissions <> w.permissions`.execute(db)
}

async function lock(tx: Tx, workspaceId: string, id: string): Promise<RoleReply> {
  await sql`select id from role where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  const role = await one(tx, workspaceId, id)
  if (role.isBuiltIn) throw new Problem('role_built_in')
  return role
}

async function one(db: Db | Tx, workspaceId: string, id: string): Promise<RoleReply> {
  const [row] = await select(db, workspaceId, id)
  if (!row) throw new Problem('not_found')
  return row
}

async function requireFreeName(tx: Tx, workspaceId: string, name: string, ownId: string | null): Promise<void> {
  const { rows } =
    await sql`select 1 from role where workspace_id = ${workspaceId} and lower(name) = ${name.toLowerCase()}
    and id is distinct from ${ownId}::uuid limit 1`.execute(tx)
  if (rows.length > 0) throw new Problem('name_taken')
}

async function select(db: Db | Tx, workspaceId: string, id: string | null): Promise<RoleReply[]> {
  const { rows } = await sql<RoleReply>`select r.id, r.key, r.name, r.permissions, r.built_in as is_built_in, r.version,
      (select count(*)::int from member m where m.workspace_id = ${workspaceId} and m.role_id = r.id and m.removed_at is null) as member_count
    from role r where r.workspace_id = ${workspaceId} and (${id}::uuid is null or r.id = ${id}::uuid)
    order by r.built_in desc, array_position(array['owner', 'admin', 'manager', 'member', 'guest'], r.key), r.name, r.id`.execute(
    db,
  )
  return rows
}
