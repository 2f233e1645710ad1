import { sql } from 'kysely'
import type { Claim, ClaimProposal, claimsRoutes } from '#contract/claims.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { describeNodes, keyOf } from '#modules/impacts/public.ts'
import { nodeOfAsset } from './nodes.ts'
import { recordClaims } from './record-claims.ts'
import { readClaim } from './select-claims.ts'

type Row = Omit<ClaimProposal, 'assetName' | 'assetUrl' | 'createdAt'> & { createdAt: Date }
type Query = { after?: string; limit?: number; state?: string[]; assetType?: string; assetId?: string }

/** Pending ones, if nothing is said about the state. */
export async function listProposals({ db, actor }: Ctx, { after, limit = 50, state, assetType, assetId }: Query) {
  const { workspaceId } = actor
  const cursor = decodeCursor(after, 2)
  const { rows } =
    await sql<Row>`select q.id, q.asset_type, q.asset_id, q.excerpt, q.quote, q.position, q.stated_value, q.unit, q.product_id,
      p.name as product_name, p.sku, q.attribute_key, q.state, q.claim_id, q.created_at
    from claim_proposal q join product p on p.workspace_id = q.workspace_id and p.workspace_id = ${workspaceId} and p.id = q.product_id
    where q.workspace_id = ${workspaceId}
      ${state?.length ? sql`and q.state = any(${state}::text[])` : sql`and q.state = 'pending'`}
      ${assetType ? sql`and q.asset_type = ${assetType}` : sql``} ${assetId ? sql`and q.asset_id = ${assetId}` : sql``}
      ${cursor ? sql`and (q.created_at, q.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by q.created_at desc, q.id desc limit ${limit + 1}`.execute(db)
  const described = await describeNodes(db, workspaceId, rows.map(nodeOfAsset))
  const toProposal = ({ createdAt, ...row }: Row): ClaimProposal => {
    const asset = described.get(keyOf(nodeOfAsset(row)))
    return { ...row, assetName: asset?.name ?? '', assetUrl: asset?.url ?? null, createdAt: createdAt.toISOString() }
  }
  return toPage(rows, limit, toProposal, (row) => [row.createdAt.toISOString(), row.id])
}

type Better = Parameters<Handlers<typeof claimsRoutes>['POST /claim-proposals/:id/confirmation']>[1]['body']

/** A person says that it is a claim, and where the finder was wrong. 422 while nobody says which attribute is meant. */
export const confirmProposal = (ctx: Ctx, id: string, better: Better): Promise<Claim> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const found = await lockPending(tx, workspaceId, id)
    const attributeKey = better.attributeKey ?? found.attributeKey
    if (!attributeKey) throw new Problem('unprocessable', {}, [{ pointer: '/attributeKey', rule: 'required' }])
    const { assetType, assetId, productId, statedValue, unit } = found
    const [claimId] = await recordClaims(tx, actor, at, [
      { assetType, assetId, productId, statedValue, unit, ...better, attributeKey },
    ])
    const claim = await readClaim(tx, workspaceId, claimId!)
    await sql`update claim_proposal set state = 'confirmed', claim_id = ${claim.id}, decided_by = ${actor.id}, decided_at = ${at},
        product_id = ${claim.productId}, attribute_key = ${claim.attributeKey}, stated_value = ${claim.statedValue}, unit = ${claim.unit}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    return claim
  })

export const dismissProposal = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { assetId, assetType, quote } = await lockPending(tx, actor.workspaceId, id)
    await sql`update claim_proposal set state = 'dismissed', decided_by = ${actor.id}, decided_at = ${at}
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    const described = await describeNodes(tx, actor.workspaceId, [nodeOfAsset({ assetType, assetId })])
    const assetName = [...described.values()][0]?.name ?? ''
    await record(tx, actor, at, 'claim.proposal_dismissed', { assetId, assetType, assetName, quote }, [assetId])
  })

async function lockPending(tx: Tx, workspaceId: string, id: string) {
  const { rows } = await sql<
    Pick<Row, 'state' | 'assetType' | 'assetId' | 'productId' | 'attributeKey' | 'statedValue' | 'unit' | 'quote'>
  >`select state, asset_type, asset_id, product_id, attribute_key, stated_value, unit, quote from claim_proposal
    where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  const [row] = rows
  if (!row) throw new Problem('not_found')
  if (row.state !== 'pending') throw new Problem('claim_proposal_decided')
  return row
}
