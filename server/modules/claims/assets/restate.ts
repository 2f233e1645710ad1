import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { sameQuantity } from '#modules/products/public.ts'
import { localeOf } from '../locale-of.ts'
import { proposeClaims } from '../propose.ts'
import { countPlaces, replaceStated, type Statement } from '../rules/replace-stated.ts'
import { assetFacts } from './select-assets.ts'

type Text = { id: string; type: string; name: string; body: string; state: string }
type Said = { statedValue: string; unit: string | null }

/** The text of ours in which a claim stands; null for others. Before the claim itself, as whoever edits the text does. */
export async function lockTextOf(tx: Tx, workspaceId: string, claimId: string): Promise<Text | null> {
  const { rows } = await sql<Text>`select a.id, a.type, a.name, a.body, a.state
    from asset a join claim c on c.workspace_id = a.workspace_id and c.workspace_id = ${workspaceId} and c.asset_id = a.id
    where a.workspace_id = ${workspaceId} and c.id = ${claimId} for update of a`.execute(tx)
  return rows[0] ?? null
}

/**
 * Changes the words in which a text of ours states a value, where they stand in one place only. 422 where it says the old value in
 * several places, or would go on saying it (`inText` false); with `inText` true also where it says it nowhere.
 */
export async function restate(
  tx: Tx,
  actor: Actor,
  at: Date,
  { text, old, next, inText }: { text: Text | null; old: Statement; next: Said; inText: boolean | undefined },
): Promise<void> {
  const { workspaceId } = actor
  const locale = await localeOf(tx, workspaceId)
  const isSame = sameQuantity({ value: old.statedValue, unit: old.unit }, { value: next.statedValue, unit: next.unit })
  const count = text && !isSame ? countPlaces(text.body, old, locale) : 0
  if (inText && count === 0) throw refusal('words_not_found')
  if (text === null || count === 0) return
  if (inText === false) throw refusal('text_says_old_value')
  const body = replaceStated(text.body, old, next, locale)
  if (body === null) throw refusal('words_in_several_places', { count })
  await sql`update asset set body = ${body}, search = ${searchText(text.name, body)}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${text.id}`.execute(tx)
  await record(tx, actor, at, 'asset.updated', { ...assetFacts(text), changes: { body: [text.body, body] } }, [text.id])
  await proposeClaims(tx, actor, at, text, body, text.body)
}

const refusal = (rule: string, params?: { count: number }) =>
  new Problem('unprocessable', {}, [{ pointer: '/inText', rule, ...(params && { params }) }])
