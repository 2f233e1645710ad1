import { sql } from 'kysely'
import type { InformationTemplate, informationTemplatesRoutes, TemplateItem } from '#contract/information-templates.ts'
import { isUniqueViolation, type Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, filled, Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'

import { readTemplate } from './select-templates.ts'

type Given = Parameters<Handlers<typeof informationTemplatesRoutes>['POST /information-templates']>[1]['body']
type Change = Parameters<Handlers<typeof informationTemplatesRoutes>['PATCH /information-templates/:id']>[1]['body']

export const createTemplate = (ctx: Ctx, given: Given): Promise<InformationTemplate> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const name = filled(given.name, '/name')
    await requireItems(tx, workspaceId, given.items)
    const id = newId()
    await sql`insert into information_template (workspace_id, id, name, name_key, campaign_kind, description, items, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${name}, ${foldText(name)}, ${given.campaignKind?.trim() || null}, ${given.description?.trim() ?? ''},
        ${JSON.stringify(given.items)}::jsonb, ${actor.id}, ${at}, ${at})`
      .execute(tx)
      .catch(taken)
    const data = { templateId: id, templateName: name, items: given.items.length }
    await record(tx, actor, at, 'information.template_written', data, [id])
    return readTemplate(tx, workspaceId, id)
  })

export const updateTemplate = (ctx: Ctx, id: string, given: Change): Promise<InformationTemplate> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    await lock(tx, workspaceId, id)
    const old = await readTemplate(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const name = given.name === undefined ? old.name : filled(given.name, '/name')
    const items = given.items ?? old.items
    const campaignKind = given.campaignKind === undefined ? old.campaignKind : given.campaignKind?.trim() || null
    await requireItems(tx, workspaceId, given.items ?? [])
    await sql`update information_template set name = ${name}, name_key = ${foldText(name)}, campaign_kind = ${campaignKind},
        description = ${given.description?.trim() ?? old.description}, items = ${JSON.stringify(items)}::jsonb, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`
      .execute(tx)
      .catch(taken)
    const data = { templateId: id, templateName: name, items: items.length }
    await record(tx, actor, at, 'information.template_written', data, [id])
    return readTemplate(tx, workspaceId, id)
  })

export const deleteTemplate = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    await lock(tx, workspaceId, id)
    const { name } = await readTemplate(tx, workspaceId, id)
    await sql`update information_template set deleted_at = ${at}, updated_at = ${at} where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    )
    await record(tx, actor, at, 'information.template_deleted', { templateId: id, templateName: name }, [id])
  })

async function lock(tx: Tx, workspaceId: string, id: string) {
  await sql`select 1 from information_template where workspace_id = ${workspaceId} and id = ${id} for update`.execute(
    tx,
  )
}

const taken = (error: unknown): never => {
  throw isUniqueViolation(error) ? new Problem('name_taken') : error
}

/** Throws 422 naming each item whose key is there twice or whose departments are not there. */
async function requireItems(tx: Tx, workspaceId: string, items: readonly TemplateItem[]): Promise<void> {
  const ids = items.flatMap((item) => [item.requestedByDepartmentId, item.providedByDepartmentId])
  const { rows } = await sql<{ id: string }>`select id from department
    where workspace_id = ${workspaceId} and id = any(${[...new Set(ids)]}::uuid[]) and deleted_at is null`.execute(tx)
  const known = new Set(rows.map((row) => row.id))
  const seen = new Set<string>()
  const wrong: FieldError[] = items.flatMap((item, index) => {
    const errors: FieldError[] = []
    if (seen.has(item.key)) errors.push({ pointer: `/items/${index}/key`, rule: 'duplicate_key' })
    seen.add(item.key)
    for (const field of ['requestedByDepartmentId', 'providedByDepartmentId'] as const)
      if (!known.has(item[field])) errors.push({ pointer: `/items/${index}/${field}`, rule: 'unknown_record' })
    return errors
  })
  if (wrong.length > 0) throw new Problem('unprocessable', {}, wrong.slice(0, 20))
}
