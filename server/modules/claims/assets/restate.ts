import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { isOurs } from '../nodes.ts'
import { proposeClaims } from '../propose.ts'
import { replaceStated } from '../rules/replace-stated.ts'
import { assetFacts } from './select-assets.ts'

type Said = { statedValue: string; unit: string | null }

/** Changes the words in which a text of ours states a value. 422 where they cannot be found, or stand in several places. */
export async function restate(
  tx: Tx,
  actor: Actor,
  at: Date,
  claim: Said & { assetType: string; assetId: string },
  next: Said,
): Promise<void> {
  const { workspaceId } = actor
  if (!isOurs(claim.assetType)) throw notThere()
  const { rows } = await sql<{
    id: string
    type: string
    name: string
    body: string
  }>`select id, type, name, body from asset
    where workspace_id = ${workspaceId} and id = ${claim.assetId} for update`.execute(tx)
  const [asset] = rows
  const body = asset && replaceStated(asset.body, claim, next)
  if (!asset || body === null || body === undefined) throw notThere()
  await sql`update asset set body = ${body}, search = ${searchText(asset.name, body)}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${asset.id}`.execute(tx)
  await record(tx, actor, at, 'asset.updated', { ...assetFacts(asset), changes: { body: [asset.body, body] } }, [
    asset.id,
  ])
  await proposeClaims(tx, actor, at, { type: asset.type, id: asset.id }, body)
}

const notThere = () => new Problem('unprocessable', {}, [{ pointer: '/inText', rule: 'words_not_found' }])
