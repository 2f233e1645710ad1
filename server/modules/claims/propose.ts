import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { findBySku, findProducts, sameQuantity, specsInForce } from '#modules/products/public.ts'
import { dropUnsaid } from './drop-unsaid.ts'
import { localeOf } from './locale-of.ts'
import { type Findable, type Found, findClaims } from './rules/find-claims.ts'
import { foldSame } from './rules/numbers.ts'
import { plainText } from './rules/plain-text.ts'
import { living } from './select-claims.ts'

const mostProducts = 50
const mostProposals = 200

/**
 * Reads a text for what looks like claims and keeps what is new as proposals that a person decides; what the text no longer says is
 * withdrawn, what was dismissed stays so, what is claimed already is left out. What was confirmed is proposed again when its claim has
 * come to say something else. `type` and `id` name the text; a campaign's brief is `{ type: 'brief', id: campaignId }`. With the
 * words it had `before`, what it said then and does not say now is claimed no longer. Answers how many proposals are new.
 */
export async function proposeClaims(
  tx: Tx,
  actor: Actor,
  at: Date,
  asset: { type: string; id: string; name?: string },
  text: string,
  before?: string,
): Promise<number> {
  const { workspaceId } = actor
  const locale = await localeOf(tx, workspaceId)
  if (before !== undefined) await dropUnsaid(tx, actor, at, asset, { before, now: text, locale })
  const products = await productsIn(tx, workspaceId, at, plainText(text).text.replace(/\s/g, ' '))
  const found = findClaims(text, products, locale)
  const unclaimed = await withoutClaimed(tx, workspaceId, asset, found)
  const rows = new Map(unclaimed.slice(0, mostProposals).map((one) => [fingerprintOf(one), one]))
  const json = JSON.stringify([...rows].map(([fingerprint, one]) => ({ id: newId(), fingerprint, ...one })))
  await sql`delete from claim_proposal where workspace_id = ${workspaceId} and asset_type = ${asset.type} and asset_id = ${asset.id}
    and state = 'pending' and fingerprint <> all(${[...rows.keys()]}::text[])`.execute(tx)
  const { rows: added } =
    await sql`insert into claim_proposal (workspace_id, id, asset_type, asset_id, excerpt, quote, position, stated_value, unit,
      product_id, attribute_key, fingerprint, created_at)
    select ${workspaceId}::uuid, n.id, ${asset.type}, ${asset.id}::uuid, n.excerpt, n.quote, n.position, n."statedValue", n.unit, n."productId",
      n."attributeKey", n.fingerprint, ${at}::timestamptz
    from jsonb_to_recordset(${json}::jsonb) as n(id uuid, excerpt text, quote text, position integer, "statedValue" text, unit text,
      "productId" uuid, "attributeKey" text, fingerprint text)
    on conflict (workspace_id, asset_type, asset_id, fingerprint) do update set state = 'pending', claim_id = null, decided_by = null,
      decided_at = null, excerpt = excluded.excerpt, quote = excluded.quote, position = excluded.position,
      stated_value = excluded.stated_value, unit = excluded.unit, product_id = excluded.product_id,
      attribute_key = excluded.attribute_key, created_at = excluded.created_at
      where claim_proposal.state = 'confirmed' returning 1`.execute(tx)
  if (added.length > 0) {
    const facts = { assetId: asset.id, assetName: asset.name ?? '', assetType: asset.type, count: added.length }
    await record(tx, actor, at, 'claim.proposals_found', facts, [asset.id])
  }
  return added.length
}

/** Products that the text names by SKU or by name, with their sheets in force. */
async function productsIn(tx: Tx, workspaceId: string, at: Date, text: string): Promise<Findable[]> {
  const words = [...new Set(text.match(/[\p{L}\d][\p{L}\d._/-]*[\p{L}\d]/gu) ?? [])].slice(0, 5000)
  const bySku = await findBySku(tx, workspaceId, words)
  const { rows } = await sql<{ id: string }>`select id from product
    where workspace_id = ${workspaceId} and deleted_at is null and length(name) > 2
      and position(lower(name) in ${text.toLowerCase()}) > 0
    order by length(name) desc limit ${mostProducts}`.execute(tx)
  const ids = [...new Set([...bySku.values(), ...rows.map((row) => row.id)])].slice(0, 2 * mostProducts)
  const products = await findProducts(tx, workspaceId, ids)
  const specs = await specsInForce(tx, workspaceId, ids, at)
  return [...products.values()].map(({ id, sku, name }) => ({
    id,
    sku,
    name,
    attributes: specs.get(id)?.attributes ?? [],
  }))
}

async function withoutClaimed(
  tx: Tx,
  workspaceId: string,
  asset: { type: string; id: string },
  found: readonly Found[],
): Promise<Found[]> {
  if (found.length === 0) return []
  const { rows } = await sql<{ productId: string; attributeKey: string; statedValue: string; unit: string | null }>`
    select c.product_id, c.attribute_key, c.stated_value, c.unit from claim c
    where c.workspace_id = ${workspaceId} and c.asset_id = ${asset.id} and c.asset_type = ${asset.type} and ${living}`.execute(
    tx,
  )
  const confirmed = await stillConfirmed(tx, workspaceId, asset)
  return found.filter(
    (one) =>
      !confirmed.has(fingerprintOf(one)) &&
      !rows.some(
        (claim) =>
          claim.productId === one.productId &&
          (one.attributeKey === null || claim.attributeKey === one.attributeKey) &&
          sameQuantity({ value: claim.statedValue, unit: claim.unit }, { value: one.statedValue, unit: one.unit }),
      ),
  )
}

/** Of what a person confirmed, perhaps in better words than were found: that of which the claim still says what they meant. */
async function stillConfirmed(tx: Tx, workspaceId: string, asset: { type: string; id: string }): Promise<Set<string>> {
  const { rows } = await sql<{
    fingerprint: string
    statedValue: string
    unit: string | null
    claimedValue: string
    claimedUnit: string | null
  }>`select q.fingerprint, q.stated_value, q.unit, c.stated_value as claimed_value, c.unit as claimed_unit
    from claim_proposal q join claim c on c.workspace_id = q.workspace_id and c.workspace_id = ${workspaceId} and c.id = q.claim_id
    where q.workspace_id = ${workspaceId} and q.asset_type = ${asset.type} and q.asset_id = ${asset.id} and q.state = 'confirmed'
      and ${living}`.execute(tx)
  return new Set(
    rows
      .filter((row) =>
        sameQuantity({ value: row.claimedValue, unit: row.claimedUnit }, { value: row.statedValue, unit: row.unit }),
      )
      .map((row) => row.fingerprint),
  )
}

const fingerprintOf = ({ productId, attributeKey, statedValue, unit }: Found) =>
  [productId, attributeKey ?? '', statedValue, foldSame(unit)].join(' ')
