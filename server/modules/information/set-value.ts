import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { searchText } from '#kernel/text.ts'
import { subjectsOf } from './create-item.ts'
import { remember } from './history.ts'
import { factsOf, type Row } from './select-items.ts'
import { markVerified } from './verify.ts'

type Change = { value: string | null; reason: string; act?: 'value_set' | 'proposal_accepted' }

/** The owner of a locked item gives it a value, and thereby verifies it. */
export async function setValue(
  tx: Tx,
  actor: Actor,
  at: Date,
  day: string,
  item: Row,
  { value, reason, act = 'value_set' }: Change,
): Promise<void> {
  await sql`update information_item set value = ${value}, search = ${searchText(item.name, item.purpose, value)}
    where workspace_id = ${actor.workspaceId} and id = ${item.id}`.execute(tx)
  await markVerified(tx, actor, at, day, [item])
  await remember(tx, actor, at, [{ itemId: item.id, act, before: item.value, after: value, reason }])
  const data = { ...factsOf(item), before: item.value, after: value, reason }
  await record(tx, actor, at, 'information.value_set', data, subjectsOf(item))
}
