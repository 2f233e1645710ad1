import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import type { Locale } from '#kernel/i18n.ts'
import { removeClaims } from './remove-claims.ts'
import { countPlaces } from './rules/replace-stated.ts'
import { living, selectClaims } from './select-claims.ts'

/**
 * What a text said and no longer says is no longer claimed, true or not. A claim that never had a place in the words (of a picture, or
 * told in other words) is left to the people who pinned it.
 */
export async function dropUnsaid(
  tx: Tx,
  actor: Actor,
  at: Date,
  asset: { type: string; id: string },
  { before, now, locale }: { before: string; now: string; locale: Locale },
): Promise<void> {
  const rows = await selectClaims(
    tx,
    actor.workspaceId,
    sql`c.asset_type = ${asset.type} and c.asset_id = ${asset.id} and ${living}`,
  )
  const unsaid = rows.filter((row) => countPlaces(before, row, locale) > 0 && countPlaces(now, row, locale) === 0)
  await removeClaims(tx, actor, at, unsaid)
}
