import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { sendAhead } from '#kernel/prepared.ts'

export type ConsentInput = {
  subjectId: string
  purpose: string
  state: 'granted' | 'withdrawn' | 'pending'
  basis: 'consent' | 'contract' | 'legitimate_interest'
  method: 'form' | 'import' | 'api' | 'manual' | 'preference_centre'
  /** The exact words accepted. */
  text?: string | null
  formId?: string | null
  formVersion?: number | null
  submissionId?: string | null
  pageUrl?: string | null
  ipTruncated?: string | null
}

/** Appends consents with their proof; nothing is ever overwritten, the newest row of a purpose is its state. */
export async function recordConsents(tx: Tx, actor: Actor, at: Date, rows: readonly ConsentInput[]): Promise<void> {
  if (rows.length === 0) return
  const actorId = actor.kind === 'member' || actor.kind === 'api_key' ? actor.id : null
  await sendAhead(
    tx,
    sql`insert into consent (workspace_id, subject_id, id, purpose, state, basis, method, at, text, form_id, form_version,
      submission_id, page_url, ip_truncated, actor_id)
    select ${actor.workspaceId}::uuid, r."subjectId", r.id, r.purpose, r.state, r.basis, r.method, ${at}::timestamptz, r.text, r."formId", r."formVersion",
      r."submissionId", r."pageUrl", r."ipTruncated", ${actorId}::uuid
    from json_to_recordset(${JSON.stringify(rows.map((row) => ({ id: newId(), ...row })))}::json) as r ("subjectId" uuid, id uuid, purpose text,
      state text, basis text, method text, text text, "formId" uuid, "formVersion" integer, "submissionId" uuid, "pageUrl" text,
      "ipTruncated" text)`,
  )
  await recordMany(
    tx,
    actor,
    at,
    rows.map(({ subjectId, purpose, state, basis, method }) => ({
      name: 'consent.recorded' as const,
      data: { subjectId, purpose, state, basis, method },
      subjects: [subjectId],
    })),
  )
}
