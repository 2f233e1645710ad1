import { sql } from 'kysely'
import type { informationTemplatesRoutes } from '#contract/information-templates.ts'
import { addDays, dayNumberOf } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { requireProject } from '#modules/projects/public.ts'
import { insertItems, type NewItem } from '../create-item.ts'
import { dayOf } from '../day.ts'
import { answersFor } from '../references.ts'
import { managersOf } from '../tell.ts'
import { readTemplate } from './select-templates.ts'

type Given = Parameters<
  Handlers<typeof informationTemplatesRoutes>['POST /information-templates/:id/application']
>[1]['body']
type Campaign = { startsOn: string; seats: { departmentId: string; ownerId: string }[] }

/**
 * Makes the items of a template for a campaign (due `leadDays` before its start, never before today), a project or the whole
 * workspace. Applied again it makes only what is missing. Who answers: whom the caller names, else the campaign's owner of the
 * department, else who leads it, else its first member.
 */
export const applyTemplate = (ctx: Ctx, id: string, given: Given) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const template = await readTemplate(tx, workspaceId, id)
    const { campaignId = null, projectId = null, owners = [] } = given
    await requireProject(tx, workspaceId, projectId)
    const campaign = campaignId ? await readCampaign(tx, workspaceId, campaignId) : null
    const today = await dayOf(tx, workspaceId, at)
    const ownerOf = await ownersOf(tx, workspaceId, template.items, campaign, owners)
    const items = template.items.map((item): { given: typeof item; made: NewItem | null } => {
      const ownerId = ownerOf(item.providedByDepartmentId)
      if (!ownerId || !ownerOf(item.requestedByDepartmentId, true)) return { given: item, made: null }
      return {
        given: item,
        made: {
          name: item.name,
          purpose: item.purpose ?? '',
          requestedByDepartmentId: item.requestedByDepartmentId,
          providedByDepartmentId: item.providedByDepartmentId,
          ownerId,
          intervalDays: item.intervalDays,
          mandatory: item.mandatory,
          blocksLaunches: true,
          kind: item.kind ?? 'text',
          value: null,
          unit: item.unit?.trim() || null,
          dueOn: campaign ? laterOf(addDays(campaign.startsOn, -(item.leadDays ?? 0)), today) : today,
          projectId,
          campaignId,
          meetingSeriesId: null,
          templateId: id,
          templateKey: item.key,
        },
      }
    })
    const fitting = items.flatMap(({ made }) => made ?? [])
    const ids = await insertItems(tx, actor, at, fitting)
    const itemIds = ids.filter((one) => one !== null)
    const data = { templateId: id, templateName: template.name, created: itemIds.length, campaignId, projectId }
    const subjects = [id, campaignId, projectId].filter((one) => one !== null)
    await record(tx, actor, at, 'information.template_applied', data, subjects)
    return {
      created: itemIds.length,
      existing: fitting.length - itemIds.length,
      skipped: items.filter(({ made }) => made === null).map(({ given: { key, name } }) => ({ key, name })),
      itemIds,
    }
  })

const laterOf = (a: string, b: string) => (dayNumberOf(a) > dayNumberOf(b) ? a : b)

async function readCampaign(tx: Tx, workspaceId: string, id: string): Promise<Campaign> {
  const { rows } = await sql<{ startsOn: string }>`select starts_on from campaign
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null and state not in ('finished', 'archived') for share`.execute(
    tx,
  )
  if (!rows[0]) throw new Problem('unprocessable', {}, [{ pointer: '/campaignId', rule: 'unknown_record' }])
  const { rows: seats } = await sql<{ departmentId: string; ownerId: string }>`select s.department_id, s.owner_id
    from campaign_seat s join member m on m.workspace_id = s.workspace_id and m.id = s.owner_id and m.removed_at is null
    where s.workspace_id = ${workspaceId} and s.campaign_id = ${id} order by s.position`.execute(tx)
  return { startsOn: rows[0].startsOn, seats }
}

/** Answers who provides for a department; with `exists`, only whether the department is there. */
async function ownersOf(
  tx: Tx,
  workspaceId: string,
  items: readonly { requestedByDepartmentId: string; providedByDepartmentId: string }[],
  campaign: Campaign | null,
  named: readonly { departmentId: string; memberId: string }[],
): Promise<(departmentId: string, exists?: boolean) => string | undefined> {
  await requireNamed(tx, workspaceId, named)
  const ids = [...new Set(items.flatMap((item) => [item.requestedByDepartmentId, item.providedByDepartmentId]))]
  const { rows } = await sql<{ id: string }>`select id from department
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and deleted_at is null`.execute(tx)
  const living = new Set(rows.map((row) => row.id))
  const managers = await managersOf(tx, workspaceId, ids)
  const seats = new Map<string, string>()
  for (const { departmentId, ownerId } of campaign?.seats ?? [])
    if ((await answersFor(tx, workspaceId, [departmentId], ownerId)).size > 0) seats.set(departmentId, ownerId)
  const byName = new Map(named.map(({ departmentId, memberId }) => [departmentId, memberId]))
  return (id, exists = false) => {
    if (!living.has(id)) return undefined
    return exists ? id : (byName.get(id) ?? seats.get(id) ?? managers.get(id)?.[0])
  }
}

async function requireNamed(
  tx: Tx,
  workspaceId: string,
  named: readonly { departmentId: string; memberId: string }[],
): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select id from member where workspace_id = ${workspaceId} and removed_at is null
    and id = any(${named.map(({ memberId }) => memberId)}::uuid[])`.execute(tx)
  const living = new Set(rows.map((row) => row.id))
  const wrong: FieldError[] = []
  for (const [index, { departmentId, memberId }] of named.entries()) {
    const pointer = `/owners/${index}/memberId`
    if (!living.has(memberId)) wrong.push({ pointer, rule: 'unknown_member' })
    else if ((await answersFor(tx, workspaceId, [departmentId], memberId)).size === 0)
      wrong.push({ pointer, rule: 'not_in_department' })
  }
  if (wrong.length > 0) throw new Problem('unprocessable', {}, wrong)
}
