import { sql } from 'kysely'
import type { Asset } from '#contract/assets.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { mendImpacts } from '#modules/impacts/public.ts'
import { drawClaims } from '../draw.ts'
import { judgeAgain, settleClaims, written } from '../judge-again.ts'
import { living, selectClaims } from '../select-claims.ts'
import { printTokens } from '../tokens.ts'
import { drawTokens } from './draw-tokens.ts'
import { assetFacts, assetSubjects, lockAsset, readAsset } from './select-assets.ts'
import { drawCampaign } from './write-asset.ts'

/** Puts a draft live. 409 with each claim that is critically wrong, or each token that prints nothing. */
export const publishAsset = (ctx: Ctx, id: string): Promise<Asset> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const asset = await lockAsset(tx, workspaceId, id)
    requireVersion(ctx, asset.version)
    if (asset.state === 'live') return asset
    if (asset.state !== 'draft') throw new Problem('invalid_transition')
    // A price or a sheet that changes meanwhile waits for this transaction, or has made its drift visible to it.
    const claims = await selectClaims(tx, workspaceId, sql`c.asset_id = ${id} and ${living}`, { lock: true })
    const wrong = claims.filter((claim) => claim.state === 'drifted' && claim.severity === 'critical')
    if (wrong.length > 0) {
      const errors = wrong.map((claim) => ({
        pointer: `/claims/${claim.id}`,
        rule: 'critical_drift',
        params: {
          product: claim.productName,
          attribute: claim.attributeLabel,
          stated: written(claim.statedValue, claim.unit),
          current: claim.currentValue === null ? '–' : written(claim.currentValue, claim.currentUnit),
        },
      }))
      throw new Problem('asset_has_critical_drift', { count: wrong.length }, errors)
    }
    const { unknown } = await printTokens(tx, workspaceId, asset.body, at, 'es')
    if (unknown.length > 0) {
      const errors = unknown.map(({ token, line, column }) => ({
        pointer: '/body',
        rule: 'unknown_token',
        params: { token, line, column },
      }))
      throw new Problem('asset_has_unknown_tokens', { count: unknown.length }, errors)
    }
    await sql`update asset set state = 'live', published_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'asset.published', assetFacts(asset), assetSubjects(asset))
    return readAsset(tx, workspaceId, id)
  })

/** Nobody reads it any more: its claims no longer count, nothing depends on it, and what it made wrong is mended. */
export const retireAsset = (ctx: Ctx, id: string): Promise<Asset> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const asset = await lockAsset(tx, workspaceId, id)
    requireVersion(ctx, asset.version)
    if (asset.state === 'retired') throw new Problem('invalid_transition')
    const claims = await selectClaims(tx, workspaceId, sql`c.asset_id = ${id} and ${living}`, { lock: true })
    await sql`update asset set state = 'retired', retired_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await sql`update claim set suspended_at = ${at} where workspace_id = ${workspaceId} and asset_id = ${id} and suspended_at is null`.execute(
      tx,
    )
    await sql`delete from claim_proposal where workspace_id = ${workspaceId} and asset_id = ${id} and state = 'pending'`.execute(
      tx,
    )
    await record(tx, actor, at, 'asset.retired', assetFacts(asset), assetSubjects(asset))
    await redraw(tx, at, workspaceId, asset, '')
    await settleClaims(tx, actor, at, claims)
    await mendImpacts(tx, actor, at, [{ type: 'asset', id }])
    return readAsset(tx, workspaceId, id)
  })

/** Back as a draft; what it states is held against the truth of today. */
export const restoreAsset = (ctx: Ctx, id: string): Promise<Asset> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const asset = await lockAsset(tx, workspaceId, id)
    if (asset.state !== 'retired') throw new Problem('invalid_transition')
    await sql`update asset set state = 'draft', retired_at = null, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await sql`update claim set suspended_at = null where workspace_id = ${workspaceId} and asset_id = ${id}`.execute(tx)
    await record(tx, actor, at, 'asset.restored', assetFacts(asset), assetSubjects(asset))
    await redraw(tx, at, workspaceId, asset, asset.body)
    await judgeAgain(
      tx,
      actor,
      at,
      await selectClaims(tx, workspaceId, sql`c.asset_id = ${id} and ${living}`, { lock: true }),
    )
    return readAsset(tx, workspaceId, id)
  })

async function redraw(tx: Tx, at: Date, workspaceId: string, asset: Asset, body: string) {
  await drawClaims(tx, at, workspaceId, [asset.id])
  await drawTokens(tx, at, workspaceId, asset.id, body)
  if (asset.campaignId) await drawCampaign(tx, at, workspaceId, asset.campaignId)
}
