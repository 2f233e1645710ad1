import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import { searchText } from '#kernel/text.ts'

/** Rows put straight into the tables, for tests of modules that only read them. Unnamed columns get plain values. */
export type SampleContact = {
  fullName?: string
  email?: string | null
  phone?: string | null
  stage?: string
  temperature?: string
  source?: string | null
  createdAt?: Date
  customFields?: object
}

export async function sampleContacts(
  db: Db,
  workspaceId: string,
  at: Date,
  people: readonly SampleContact[],
): Promise<string[]> {
  const rows = people.map(({ fullName = 'Ana Ruiz', email = null, phone = null, ...more }) => ({
    subject_id: newId(),
    full_name: fullName,
    email,
    phone,
    lifecycle_stage: more.stage ?? 'lead',
    temperature: more.temperature ?? 'cold',
    source: more.source ?? null,
    custom_fields: more.customFields ?? {},
    search: searchText(fullName, email, phone),
    created_at: more.createdAt ?? at,
  }))
  await sql`insert into contact (workspace_id, subject_id, full_name, email, phone, lifecycle_stage, temperature, source, custom_fields, search,
      lifecycle_since, origin, first_seen_at, last_activity_at, created_at, updated_at)
    select ${workspaceId}::uuid, r.subject_id, r.full_name, r.email, r.phone, r.lifecycle_stage, r.temperature, r.source, r.custom_fields, r.search,
      r.created_at, 'manual', r.created_at, r.created_at, r.created_at, r.created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(subject_id uuid, full_name text, email text, phone text, lifecycle_stage text,
      temperature text, source text, custom_fields jsonb, search text, created_at timestamptz)`.execute(db)
  await sql`insert into identity (workspace_id, kind, value, subject_id, created_at)
    select workspace_id, 'email', email, subject_id, created_at from contact
    where workspace_id = ${workspaceId} and email is not null
    union all select workspace_id, 'phone', phone, subject_id, created_at from contact where workspace_id = ${workspaceId} and phone is not null
    on conflict do nothing`.execute(db)
  return rows.map((row) => row.subject_id)
}
