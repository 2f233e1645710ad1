import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Locale } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { captureContacts, normaliseEmail, recordConsents } from '#modules/contacts/public.ts'
import { findProducts } from '#modules/products/public.ts'
import { announceLater } from './serve-waitlist.ts'

export type WaitlistJoin = {
  productId: string
  email: string
  /** The exact words accepted. */
  consentText: string
  locale: Locale
  campaignId?: string | null
}

/**
 * Puts a person at the end of a product's queue, as a contact with the proof of what they agreed to. Who waits already
 * keeps their place. Throws `not_found` for a product that is not there, 422 for an address that cannot be.
 */
export async function joinWaitlist(
  tx: Tx,
  actor: Actor,
  at: Date,
  { productId, email: given, consentText, locale, campaignId = null }: WaitlistJoin,
): Promise<{ entryId: string; joined: boolean }> {
  const { workspaceId } = actor
  const product = (await findProducts(tx, workspaceId, [productId])).get(productId)
  if (!product) throw new Problem('not_found')
  const email = normaliseEmail(given)
  if (email === null) throw new Problem('unprocessable', {}, [{ pointer: '/email', rule: 'email' }])
  const [contact] = await captureContacts(tx, actor, at, [
    {
      email,
      attributes: { language: locale },
      origin: actor.kind === 'visitor' ? 'form' : 'manual',
      source: 'waitlist',
      seenAt: at,
      overwrite: false,
    },
  ])
  const subjectId = contact!.subjectId
  const { rows } = await sql<{ id: string }>`insert into waitlist_entry
      (workspace_id, id, product_id, email, locale, consent_text, campaign_id, subject_id, joined_at)
    values (${workspaceId}, ${newId()}, ${productId}, ${email}, ${locale}, ${consentText}, ${campaignId}, ${subjectId}, ${at})
    on conflict (workspace_id, product_id, email) where state = 'waiting' do nothing returning id`.execute(tx)
  const entryId = rows[0]?.id
  if (entryId === undefined) return { entryId: await waitingOf(tx, workspaceId, productId, email), joined: false }
  await recordConsents(tx, actor, at, [
    { subjectId, purpose: 'back_in_stock', state: 'granted', basis: 'consent', method: 'form', text: consentText },
  ])
  const { sku, name } = product
  await record(tx, actor, at, 'waitlist.joined', { productId, sku, name, entryId, campaignId }, [
    productId,
    subjectId,
    ...(campaignId ? [campaignId] : []),
  ])
  // It may have come back while the page was open.
  await announceLater(tx, workspaceId, [productId])
  return { entryId, joined: true }
}

async function waitingOf(tx: Tx, workspaceId: string, productId: string, email: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from waitlist_entry
    where workspace_id = ${workspaceId} and product_id = ${productId} and email = ${email} and state = 'waiting'`.execute(
    tx,
  )
  if (!rows[0]) throw new Problem('conflict')
  return rows[0].id
}
