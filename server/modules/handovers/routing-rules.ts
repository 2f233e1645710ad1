import { sql } from 'kysely'
import type { handoverPolicyRoutes } from '#contract/handover-policy.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { departmentMembers } from '#modules/accounts/public.ts'
import { conditionErrors } from '#modules/scoring/public.ts'

type Routes = typeof handoverPolicyRoutes
type Rule = Reply<Routes['POST /routing-rules']>

const maxRules = 200

export const listRules = async ({ db, actor }: Ctx) => ({ items: await rulesOf(db, actor.workspaceId), next: null })

export const createRule = (ctx: Ctx, { body }: Input<Routes['POST /routing-rules']>): Promise<Rule> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    await check(tx, ctx, body)
    // One after the other, so that two new rules do not get the same place.
    await sql`select 1 from workspace where id = ${workspaceId} for no key update`.execute(tx)
    const rules = await rulesOf(tx, workspaceId)
    if (rules.length >= maxRules) throw invalid('', 'max_items', { limit: maxRules })
    const { name, condition, memberIds, active = true } = body
    const id = newId()
    const position = (rules.at(-1)?.position ?? 0) + 1
    await sql`insert into routing_rule (workspace_id, id, position, name, condition, member_ids, active, created_at)
      values (${workspaceId}, ${id}, ${position}, ${name}, ${JSON.stringify(condition)}::jsonb, ${memberIds}::uuid[], ${active}, ${ctx.clock.now()})`.execute(
      tx,
    )
    await record(tx, ctx.actor, ctx.clock.now(), 'routing_rule.changed', { routingRuleId: id, change: 'created' }, [id])
    return findRule(tx, workspaceId, id)
  })

export const changeRule = (ctx: Ctx, { params, body }: Input<Routes['PATCH /routing-rules/:id']>): Promise<Rule> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const rule = await findRule(tx, workspaceId, params.id, true)
    requireVersion(ctx, rule.version)
    await check(tx, ctx, body)
    const { name, condition, memberIds, active } = { ...rule, ...body }
    await sql`update routing_rule set name = ${name}, condition = ${JSON.stringify(condition)}::jsonb, member_ids = ${memberIds}::uuid[],
        active = ${active}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${params.id}::uuid`.execute(tx)
    await record(
      tx,
      ctx.actor,
      ctx.clock.now(),
      'routing_rule.changed',
      { routingRuleId: params.id, change: 'updated' },
      [params.id],
    )
    return findRule(tx, workspaceId, params.id)
  })

export const deleteRule = (ctx: Ctx, { params }: Input<Routes['DELETE /routing-rules/:id']>): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    await findRule(tx, workspaceId, params.id, true)
    await sql`delete from routing_rule where workspace_id = ${workspaceId} and id = ${params.id}::uuid`.execute(tx)
    await record(
      tx,
      ctx.actor,
      ctx.clock.now(),
      'routing_rule.changed',
      { routingRuleId: params.id, change: 'deleted' },
      [params.id],
    )
  })

export const orderRules = (
  ctx: Ctx,
  { body }: Input<Routes['PUT /routing-rules/order']>,
): Promise<Reply<Routes['PUT /routing-rules/order']>> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    await sql`select 1 from workspace where id = ${workspaceId} for no key update`.execute(tx)
    const known = (await rulesOf(tx, workspaceId)).map((rule) => rule.id)
    if (known.length !== body.ids.length || known.some((id) => !body.ids.includes(id)))
      throw invalid('/ids', 'every_rule')
    await sql`update routing_rule r set position = o.position, version = r.version + 1
      from unnest(${body.ids}::uuid[], ${body.ids.map((_, index) => index + 1)}::integer[]) as o(id, position)
      where r.workspace_id = ${workspaceId} and r.id = o.id and r.position <> o.position`.execute(tx)
    await record(tx, ctx.actor, ctx.clock.now(), 'routing_rule.changed', { routingRuleId: null, change: 'reordered' }, [
      workspaceId,
    ])
    return { items: await rulesOf(tx, workspaceId), next: null }
  })

async function check(
  tx: Tx,
  { actor }: Ctx,
  { condition, memberIds }: { condition?: unknown; memberIds?: readonly string[] },
) {
  const errors = condition === undefined ? [] : conditionErrors(condition, '/condition')
  if (errors.length > 0) throw new Problem('invalid_request', {}, errors.slice(0, 20))
  if (memberIds === undefined) return
  const sellers = new Set((await departmentMembers(tx, actor.workspaceId, 'sales')).map((member) => member.id))
  const stranger = memberIds.findIndex((id) => !sellers.has(id))
  if (stranger >= 0) throw invalid(`/memberIds/${stranger}`, 'not_in_sales')
}

async function rulesOf(db: Db | Tx, workspaceId: string): Promise<Rule[]> {
  const { rows } = await sql<Rule>`select id, position, name, condition, member_ids, active, version from routing_rule
    where workspace_id = ${workspaceId} order by position, id limit ${maxRules}`.execute(db)
  return rows
}

async function findRule(db: Db | Tx, workspaceId: string, id: string, lock = false): Promise<Rule> {
  const { rows } = await sql<Rule>`select id, position, name, condition, member_ids, active, version from routing_rule
    where workspace_id = ${workspaceId} and id = ${id}::uuid ${lock ? sql`for update` : sql``}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
