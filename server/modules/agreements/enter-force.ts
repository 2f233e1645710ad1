import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { adoptSlaPolicy } from '#modules/handovers/public.ts'
import { factsOf, type Row } from './select-agreements.ts'
import type { Terms } from './terms.ts'

/**
 * Puts the newest signed version whose day has come in force; nothing when it is already. What sales owes becomes the policy
 * by which the clocks of leads run, so that both are one truth. The caller holds the agreement's lock.
 * @param again also when it is in force already: after a restoration the policy must follow anew
 */
export async function enterForce(
  tx: Tx,
  actor: Actor,
  at: Date,
  agreement: Pick<Row, 'id' | 'direction' | 'name' | 'inForceNumber'>,
  { again = false } = {},
): Promise<void> {
  const { workspaceId } = actor
  const today = localDate((await calendarOf(tx, workspaceId)).timeZone, at)
  const { rows } = await sql<{
    number: number
    fromOn: string
    terms: Terms
  }>`select number, from_on, terms from agreement_version
    where workspace_id = ${workspaceId} and agreement_id = ${agreement.id} and state = 'signed' and from_on <= ${today}
    order by number desc limit 1`.execute(tx)
  const next = rows[0]
  const isNew = next !== undefined && next.number !== agreement.inForceNumber
  if (!next || !(isNew || again)) return
  if (next.terms.sales) await adoptSlaPolicy(tx, actor, at, next.terms.sales, { id: agreement.id, number: next.number })
  if (!isNew) return
  await sql`update agreement set in_force_number = ${next.number}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${agreement.id}`.execute(tx)
  const data = { ...factsOf(agreement), number: next.number, from: next.fromOn }
  await record(tx, actor, at, 'agreement.in_force', data, [agreement.id])
}
