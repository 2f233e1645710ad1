import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { deriveKey } from '#kernel/secrets.ts'
import { lockAlive } from '../patch.ts'
import { subjectIdsOf } from '../read.ts'

/**
 * First phase of an erasure (GDPR art. 17, LOPDGDD art. 32): at once invisible, without identities, personal data blanked,
 * here and in everybody merged into this person. Keyed hashes of the addresses stay, so that nobody writes to them again.
 * What proves lawfulness (consents, the ledger without values) stays blocked until `destroyErased`.
 */
export const eraseContact = (ctx: Ctx, id: string) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await lockAlive(tx, actor.workspaceId, id, { inBin: true })
    const ids = await subjectIdsOf(tx, actor.workspaceId, id)
    await suppress(tx, actor.workspaceId, at, ids, deriveKey(ctx.secret, `suppression ${actor.workspaceId}`))
    await blank(tx, actor.workspaceId, at, ids)
    await record(tx, actor, at, 'contact.erased', { subjectId: id }, [id])
    return { erasedAt: at.toISOString() }
  })

/** The one way to ask whether an address is suppressed: HMAC-SHA256 of the normalised value. */
export const suppressionHash = (key: Buffer, value: string): Buffer => createHmac('sha256', key).update(value).digest()

async function suppress(tx: Tx, workspaceId: string, at: Date, ids: readonly string[], key: Buffer) {
  const { rows } = await sql<{ kind: string; value: string }>`select kind, value from identity
    where workspace_id = ${workspaceId} and subject_id = any (${[...ids]}::uuid[]) and kind in ('email', 'phone')`.execute(
    tx,
  )
  for (const { kind, value } of rows) {
    await sql`insert into suppression (workspace_id, kind, value_hash, at) values (${workspaceId}, ${kind}, ${suppressionHash(key, value)}, ${at})
      on conflict do nothing`.execute(tx)
  }
}

async function blank(tx: Tx, workspaceId: string, at: Date, given: readonly string[]) {
  const ids = [...given]
  await sql`update contact set email = null, phone = null, full_name = '', first_name = null, last_name = null, job_title = null, company_id = null,
      region = null, city = null, tags = '{}', custom_fields = '{}', first_touch = null, last_touch = null, search = '', do_not_profile = true,
      wake_on = null, score_due_at = null, deleted_at = coalesce(deleted_at, ${at}), erased_at = ${at}, updated_at = ${at}
    where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[])`.execute(tx)
  // Also cuts the visits off from the person: their visitor ids mean nobody from now on.
  await sql`delete from identity where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[])`.execute(tx)
  await sql`delete from duplicate_candidate where workspace_id = ${workspaceId} and (subject_id = any (${ids}::uuid[]) or other_id = any (${ids}::uuid[]))`.execute(
    tx,
  )
  await sql`update contact_merge set before = '{}' where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[])`.execute(
    tx,
  )
  await sql`update form_submission set fields = '{}', visitor_id = null, page_url = null, referrer = null
    where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[])`.execute(tx)
  await sql`update consent set ip_truncated = null where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[])`.execute(
    tx,
  )
  await sql`update activity set title = null, body = '' where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[])`.execute(
    tx,
  )
  await sql`update task set state = 'cancelled' where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[]) and state = 'open'`.execute(
    tx,
  )
  await sql`update handover set state = 'expired', decided_at = ${at}, note = null
    where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[]) and state = 'pending'`.execute(tx)
  // The ledger keeps that something happened, and when; what the values were is the person's.
  await sql`update event set data = data || '{"changes": {}}' where workspace_id = ${workspaceId} and subjects && ${ids}::uuid[] and name = 'contact.updated'`.execute(
    tx,
  )
}
