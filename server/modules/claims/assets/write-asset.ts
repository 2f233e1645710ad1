import { sql } from 'kysely'
import type { Asset, assetsRoutes } from '#contract/assets.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, filled, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { setEdges } from '#modules/impacts/public.ts'
import { proposeClaims } from '../propose.ts'
import { drawTokens } from './draw-tokens.ts'
import { assetFacts, assetSubjects, lockAsset, readAsset } from './select-assets.ts'

type Body<K extends keyof typeof assetsRoutes> = Parameters<Handlers<typeof assetsRoutes>[K]>[1]['body']
type Links = { ownerId?: string | null; departmentId?: string | null; campaignId?: string | null }

/** A text as a draft; without an owner it is the writer's. */
export const createAsset = (ctx: Ctx, given: Body<'POST /assets'>): Promise<Asset> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const id = newId()
    const name = filled(given.name, '/name')
    const {
      type,
      body = '',
      url = null,
      ownerId = actor.kind === 'system' ? null : actor.id,
      departmentId = null,
      campaignId = null,
    } = given
    await requireLinks(tx, workspaceId, { ownerId, departmentId, campaignId })
    await sql`insert into asset (workspace_id, id, type, name, body, url, owner_id, department_id, campaign_id, search, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${type}, ${name}, ${body}, ${url}, ${ownerId}, ${departmentId}, ${campaignId}, ${searchText(name, body)},
        ${actor.id}, ${at}, ${at})`.execute(tx)
    await record(tx, actor, at, 'asset.created', assetFacts({ id, type, name }), assetSubjects({ id, campaignId }))
    await drawTokens(tx, at, workspaceId, id, body)
    if (campaignId) await drawCampaign(tx, at, workspaceId, campaignId)
    await proposeClaims(tx, actor, at, { type, id }, body)
    return readAsset(tx, workspaceId, id)
  })

/** Changes a text, live ones too: that is how what is wrong is mended. What stays the same makes no new version and no event. */
export const updateAsset = (ctx: Ctx, id: string, given: Body<'PATCH /assets/:id'>): Promise<Asset> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockAsset(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const wanted = { ...given, ...(given.name !== undefined && { name: filled(given.name, '/name') }) }
    const changes = changesOf(old, wanted)
    if (Object.keys(changes).length === 0) return old
    await requireLinks(tx, workspaceId, given)
    const next = { ...old, ...wanted }
    await sql`update asset set type = ${next.type}, name = ${next.name}, body = ${next.body}, url = ${next.url}, owner_id = ${next.ownerId},
        department_id = ${next.departmentId}, campaign_id = ${next.campaignId}, search = ${searchText(next.name, next.body)}, updated_at = ${at},
        version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    if (changes.type) await rename(tx, workspaceId, id, next.type)
    await record(tx, actor, at, 'asset.updated', { ...assetFacts(next), changes }, assetSubjects(next))
    if (changes.campaignId)
      for (const campaignId of [old.campaignId, next.campaignId])
        if (campaignId) await drawCampaign(tx, at, workspaceId, campaignId)
    if (changes.body && next.state !== 'retired') {
      await drawTokens(tx, at, workspaceId, id, next.body)
      await proposeClaims(tx, actor, at, { type: next.type, id }, next.body, old.body)
    }
    return readAsset(tx, workspaceId, id)
  })

/** A campaign depends on its texts, as long as they are not retired. */
export async function drawCampaign(tx: Tx, at: Date, workspaceId: string, campaignId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from asset
    where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and state <> 'retired'`.execute(tx)
  const from = rows.map(({ id }) => ({ type: 'asset' as const, id }))
  await setEdges(tx, at, workspaceId, { type: 'campaign', id: campaignId }, from, 'assets')
}

async function rename(tx: Tx, workspaceId: string, id: string, type: string) {
  await sql`update claim set asset_type = ${type} where workspace_id = ${workspaceId} and asset_id = ${id}`.execute(tx)
  await sql`update claim_proposal set asset_type = ${type} where workspace_id = ${workspaceId} and asset_id = ${id}`.execute(
    tx,
  )
}

/** Throws 422 naming each id that does not exist (or no longer) in the workspace. */
async function requireLinks(tx: Tx, workspaceId: string, { ownerId, departmentId, campaignId }: Links) {
  const { rows } = await sql<Record<keyof Links, boolean>>`select
    exists (select 1 from member where workspace_id = ${workspaceId} and id = ${ownerId ?? null}::uuid and removed_at is null) as owner_id,
    exists (select 1 from department where workspace_id = ${workspaceId} and id = ${departmentId ?? null}::uuid and deleted_at is null) as department_id,
    exists (select 1 from campaign where workspace_id = ${workspaceId} and id = ${campaignId ?? null}::uuid and deleted_at is null) as campaign_id`.execute(
    tx,
  )
  const found = rows[0]!
  const errors: FieldError[] = Object.entries({ ownerId, departmentId, campaignId })
    .filter(([name, id]) => id && !found[name as keyof Links])
    .map(([name]) => ({ pointer: `/${name}`, rule: 'unknown_record' }))
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}
