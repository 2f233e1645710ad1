import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { resolveCompanies } from '#modules/companies/public.ts'
import type { Changes } from './capture/fields.ts'
import { countryCodeOf } from './country.ts'
import { type ContactBody, checked, freeOrRefuse, requireMember } from './create.ts'
import { noteDuplicates } from './duplicates/note.ts'
import { normaliseEmail, normalisePhone } from './normalise.ts'
import { readContact } from './read.ts'

export type ContactPatch = ContactBody & { companyId?: string | null; doNotProfile?: boolean }
type Fields = Omit<ContactPatch, 'companyName'> & { version: number }
const plain = ['jobTitle', 'country', 'region', 'city', 'language', 'source', 'ownerId', 'doNotProfile'] as const

/** `PATCH /contacts/:id`: given fields replace what was there, null empties. Custom fields are merged key by key; null removes one. */
export const patchContact = (ctx: Ctx, id: string, body: ContactPatch) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const before = await lockAlive(tx, actor.workspaceId, id)
    requireVersion(ctx, before.version)
    const after = await wanted(tx, actor, at, before, body)
    const changes = changesOf(before, after)
    if (Object.keys(changes).length > 0) {
      if (changes.email) await moveEmail(tx, actor, at, id, before.email ?? null, after.email ?? null)
      if (changes.phone) await movePhone(tx, actor, at, id, before.phone ?? null, after.phone ?? null)
      await write(tx, actor, at, id, after)
      await record(tx, actor, at, 'contact.updated', { subjectId: id, changes }, [id])
    }
    return readContact(tx, actor, id)
  })

/** The row, locked. Throws `not_found`, `contact_erased`, and `contact_already_merged` for who became somebody else. */
export async function lockAlive(tx: Tx, workspaceId: string, id: string, { inBin = false } = {}) {
  const row = await tx
    .selectFrom('contact')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('subjectId', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  if (row.erasedAt) throw new Problem('contact_erased')
  if (row.mergedInto) throw new Problem('contact_already_merged', { contactId: row.mergedInto })
  if (row.deletedAt && !inBin) throw new Problem('not_found')
  return { ...row, customFields: row.customFields as NonNullable<ContactBody['customFields']> }
}

async function wanted(tx: Tx, actor: Actor, at: Date, before: Fields, body: ContactPatch): Promise<Fields> {
  const after: Fields = { ...before }
  for (const field of plain)
    if (body[field] !== undefined) Object.assign(after, { [field]: body[field] === '' ? null : body[field] })
  if (body.email !== undefined) after.email = checked('/email', 'email', body.email, normaliseEmail)
  if (body.phone !== undefined)
    after.phone = checked('/phone', 'phone', body.phone, (text) => normalisePhone(text, countryCodeOf(after.country)))
  if (body.tags) after.tags = [...new Set(body.tags)]
  if (body.customFields) {
    after.customFields = Object.fromEntries(
      Object.entries({ ...before.customFields, ...body.customFields }).filter(([, value]) => value !== null),
    )
  }
  await requireMember(tx, actor.workspaceId, body.ownerId)
  takeNames(before, after, body)
  if (body.companyId !== undefined) after.companyId = await knownCompany(tx, actor.workspaceId, body.companyId)
  if (body.companyName !== undefined) {
    const name = body.companyName?.trim()
    after.companyId = name ? ((await resolveCompanies(tx, actor, at, [name])).get(name) ?? null) : null
  }
  return after
}

/** The full name follows first and last name as long as nobody wrote another one. */
function takeNames(before: Fields, after: Fields, body: ContactPatch) {
  if (body.firstName !== undefined) after.firstName = body.firstName
  if (body.lastName !== undefined) after.lastName = body.lastName
  const joined = (fields: Fields) => [fields.firstName, fields.lastName].filter(Boolean).join(' ')
  if (body.fullName !== undefined) after.fullName = body.fullName.trim()
  else if (!before.fullName || before.fullName === joined(before))
    after.fullName = joined(after) || before.fullName || ''
}

async function knownCompany(tx: Tx, workspaceId: string, companyId: string | null) {
  if (companyId === null) return null
  const { rows } =
    await sql`select 1 from company where workspace_id = ${workspaceId} and id = ${companyId} and deleted_at is null`.execute(
      tx,
    )
  if (rows.length === 0) throw invalid('/companyId', 'unknown_company')
  return companyId
}

const reported = [
  'email',
  'phone',
  'fullName',
  'firstName',
  'lastName',
  ...plain,
  'companyId',
  'tags',
  'customFields',
] as const
function changesOf(before: Fields, after: Fields): Changes {
  const changes: Changes = {}
  for (const field of reported) {
    const [old, next] = [before[field] ?? null, after[field] ?? null]
    if (JSON.stringify(old) !== JSON.stringify(next)) changes[field] = [old, next]
  }
  return changes
}

async function moveEmail(tx: Tx, actor: Actor, at: Date, id: string, from: string | null, to: string | null) {
  const { workspaceId } = actor
  if (from)
    await sql`delete from identity where workspace_id = ${workspaceId} and kind = 'email' and value = ${from} and subject_id = ${id}`.execute(
      tx,
    )
  if (!to) return
  await freeOrRefuse(tx, workspaceId, id, { email: to }, 'email_already_used')
  const { rows } = await insertIdentity(tx, workspaceId, at, 'email', to, id)
  if (rows[0]?.subjectId !== id) throw new Problem('email_already_used', { contactId: rows[0]?.subjectId ?? '' })
}

/** A phone may be shared: it stays with whom it decides for, and the pair is noted. */
async function movePhone(tx: Tx, actor: Actor, at: Date, id: string, from: string | null, to: string | null) {
  const { workspaceId } = actor
  if (from)
    await sql`delete from identity where workspace_id = ${workspaceId} and kind = 'phone' and value = ${from} and subject_id = ${id}`.execute(
      tx,
    )
  if (!to) return
  const { rows } = await insertIdentity(tx, workspaceId, at, 'phone', to, id)
  const owner = rows[0]?.subjectId
  if (owner && owner !== id)
    await noteDuplicates(tx, workspaceId, at, [{ subjectId: id, otherId: owner, reason: 'phone' }])
}

/** Answers who has it afterwards. */
async function insertIdentity(tx: Tx, workspaceId: string, at: Date, kind: string, value: string, id: string) {
  await sql`insert into identity (workspace_id, kind, value, subject_id, created_at) values (${workspaceId}, ${kind}, ${value}, ${id}, ${at})
    on conflict do nothing`.execute(tx)
  return sql<{
    subjectId: string
  }>`select subject_id from identity where workspace_id = ${workspaceId} and kind = ${kind} and value = ${value}`.execute(
    tx,
  )
}

const write = (tx: Tx, { workspaceId }: Actor, at: Date, id: string, row: Fields) =>
  sql`update contact set email = ${row.email ?? null}, phone = ${row.phone ?? null}, full_name = ${row.fullName ?? ''},
      first_name = ${row.firstName ?? null}, last_name = ${row.lastName ?? null}, job_title = ${row.jobTitle ?? null},
      company_id = ${row.companyId ?? null}, country = ${row.country ?? null}, region = ${row.region ?? null}, city = ${row.city ?? null},
      language = ${row.language ?? null}, source = ${row.source ?? null}, owner_id = ${row.ownerId ?? null}, tags = ${row.tags ?? []}::text[],
      custom_fields = ${JSON.stringify(row.customFields ?? {})}::jsonb, do_not_profile = ${row.doNotProfile ?? false},
      search = ${searchText(row.fullName, row.email, row.phone)}, version = ${row.version + 1}, updated_at = ${at}
    where workspace_id = ${workspaceId} and subject_id = ${id}`.execute(tx)
