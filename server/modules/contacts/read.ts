import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import type { CustomFields } from './capture/person.ts'
import { type ListedRow, listedColumns, listedFrom, listedItem } from './list/columns.ts'

type Row = ListedRow & {
  region: string | null
  customFields: CustomFields
  doNotProfile: boolean
  lifecycleSince: Date
  recycles: number
  wakeOn: string | null
  firstTouch: Record<string, unknown> | null
  lastTouch: Record<string, unknown> | null
  formName: string | null
  firstSeenAt: Date
  updatedAt: Date
  deletedAt: Date | null
  mergedInto: string | null
  erasedAt: Date | null
  identities: { kind: string; value: string }[] | null
  merges: { id: string; contactId: string; fullName: string; email: string | null; at: string }[] | null
}

/** One contact as it is shown. A merged one answers whom it became; an erased one is gone (410). */
export async function readContact(db: Db | Tx, actor: Actor, id: string) {
  const row = await load(db, actor.workspaceId, await survivorOf(db, actor.workspaceId, id))
  const { mergedInto: _merged, erasedAt: _erased, identities, merges, ...shown } = row
  const valuesOf = (kind: string) => (identities ?? []).filter((one) => one.kind === kind).map((one) => one.value)
  return {
    ...listedItem(shown),
    region: shown.region,
    customFields: shown.customFields,
    doNotProfile: shown.doNotProfile,
    lifecycleSince: shown.lifecycleSince.toISOString(),
    recycles: shown.recycles,
    wakeOn: shown.wakeOn,
    firstTouch: shown.firstTouch,
    lastTouch: shown.lastTouch,
    formName: shown.formName,
    firstSeenAt: shown.firstSeenAt.toISOString(),
    updatedAt: shown.updatedAt.toISOString(),
    deletedAt: shown.deletedAt?.toISOString() ?? null,
    emails: valuesOf('email'),
    phones: valuesOf('phone'),
    merges: (merges ?? []).map((merge) => ({ ...merge, at: new Date(merge.at).toISOString() })),
  }
}

const mostSteps = 20
/** Follows merges to who the person is now. Throws `not_found`, or `contact_erased`. */
export async function survivorOf(db: Db | Tx, workspaceId: string, id: string): Promise<string> {
  let current = id
  for (let step = 0; step < mostSteps; step++) {
    const { rows } = await sql<{
      mergedInto: string | null
      erasedAt: Date | null
    }>`select merged_into, erased_at from contact
      where workspace_id = ${workspaceId} and subject_id = ${current}`.execute(db)
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].erasedAt) throw new Problem('contact_erased')
    if (!rows[0].mergedInto) return current
    current = rows[0].mergedInto
  }
  throw new Problem('conflict')
}

/** Ids whose history is this contact's: its own, and those of all who were merged into it. */
export async function subjectIdsOf(db: Db | Tx, workspaceId: string, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`with recursive mine (id) as (
      select ${id}::uuid
      union select c.subject_id from mine join contact c on c.workspace_id = ${workspaceId} and c.merged_into = mine.id
    ) select id from mine`.execute(db)
  return rows.map((row) => row.id)
}

async function load(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } =
    await sql<Row>`select ${sql.raw(listedColumns)}, c.region, c.custom_fields, c.do_not_profile, c.lifecycle_since, c.recycles,
      c.wake_on, c.first_touch, c.last_touch, f.name as form_name, c.first_seen_at, c.updated_at, c.deleted_at, c.merged_into, c.erased_at,
      (select json_agg(json_build_object('kind', i.kind, 'value', i.value) order by i.created_at, i.value) from identity i
        where i.workspace_id = c.workspace_id and i.subject_id = c.subject_id) as identities,
      (select json_agg(json_build_object('id', g.id, 'contactId', g.merged_id, 'fullName', d.full_name, 'email', d.email, 'at', g.at) order by g.at desc)
        from contact_merge g join contact d on d.workspace_id = g.workspace_id and d.subject_id = g.merged_id
        where g.workspace_id = c.workspace_id and g.subject_id = c.subject_id and g.reversed_at is null and d.erased_at is null) as merges
    from ${sql.raw(listedFrom)}
    left join form f on f.workspace_id = c.workspace_id and f.id::text = c.first_touch ->> 'formId'
    where c.workspace_id = ${workspaceId} and c.subject_id = ${id}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
