import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { captureContacts } from './capture/capture.ts'
import { type CustomFields, type IdentityKind, type PersonInput, readPerson } from './capture/person.ts'
import { countryCodeOf } from './country.ts'
import { normaliseEmail, normalisePhone } from './normalise.ts'
import { readContact } from './read.ts'
import type { Stage } from './rules/lifecycle.ts'

type Given = string | null
export type ContactBody = {
  email?: Given
  phone?: Given
  fullName?: string
  firstName?: Given
  lastName?: Given
  jobTitle?: Given
  companyName?: Given
  country?: Given
  region?: Given
  city?: Given
  language?: Given
  source?: Given
  ownerId?: Given
  tags?: string[]
  customFields?: CustomFields
}

/** `POST /contacts`: by hand or by API. Whoever has the e-mail or external id already is named in the refusal, to be opened instead. */
export async function createContact(ctx: Ctx, body: ContactBody & { externalId?: string; lifecycleStage?: Stage }) {
  const { actor } = ctx
  const at = ctx.clock.now()
  const email = checked('/email', 'email', body.email, normaliseEmail)
  const phone = checked('/phone', 'phone', body.phone, (text) => normalisePhone(text, countryCodeOf(body.country)))
  const input: PersonInput = {
    email,
    phone,
    externalId: body.externalId ?? null,
    attributes: body,
    origin: actor.kind === 'member' ? 'manual' : 'api',
    source: body.source ?? null,
    seenAt: at,
    ownerId: body.ownerId ?? null,
    overwrite: false,
    ...(body.lifecycleStage && { lifecycleStage: body.lifecycleStage }),
  }
  const { keys, fullName } = readPerson(input)
  if (!fullName && !email && !phone) throw invalid('/fullName', 'required')
  return ctx.transact(async (tx) => {
    await requireMember(tx, actor.workspaceId, body.ownerId)
    const { phone: _shared, ...own } = keys
    await freeOrRefuse(tx, actor.workspaceId, null, own, 'contact_already_exists')
    // Who is recognised by phone and name is there already; a phone shared with somebody else only makes a pair to be looked at.
    const [created] = await captureContacts(tx, actor, at, [input])
    if (!created?.created) throw new Problem('contact_already_exists', { contactId: created?.subjectId ?? '' })
    return readContact(tx, actor, created.subjectId)
  })
}

/** The normalised value; null stays null. Throws 400 at the pointer when it cannot be one. */
export function checked(
  pointer: string,
  rule: string,
  value: Given | undefined,
  normalise: (text: string) => string | null,
): string | null {
  if (!value?.trim()) return null
  const normal = normalise(value)
  if (!normal) throw invalid(pointer, rule)
  return normal
}

/** A record in the bin gives its identity up to whoever asks for it; a living one does not (409 `code` with its id). */
export async function freeOrRefuse(
  tx: Tx,
  workspaceId: string,
  subjectId: string | null,
  keys: Partial<Record<IdentityKind, string>>,
  code: 'contact_already_exists' | 'email_already_used',
) {
  for (const [kind, value] of Object.entries(keys)) {
    const { rows } = await sql<{
      subjectId: string
      deleted: boolean
    }>`select i.subject_id, c.deleted_at is not null as deleted from identity i
      join contact c on c.workspace_id = i.workspace_id and c.subject_id = i.subject_id
      where i.workspace_id = ${workspaceId} and i.kind = ${kind} and i.value = ${value}`.execute(tx)
    const owner = rows[0]
    if (!owner || owner.subjectId === subjectId) continue
    if (!owner.deleted) throw new Problem(code, { contactId: owner.subjectId })
    await sql`delete from identity where workspace_id = ${workspaceId} and kind = ${kind} and value = ${value}`.execute(
      tx,
    )
  }
}

export async function requireMember(tx: Tx, workspaceId: string, memberId: string | null | undefined) {
  if (!memberId) return
  const { rows } =
    await sql`select 1 from member where workspace_id = ${workspaceId} and id = ${memberId} and removed_at is null`.execute(
      tx,
    )
  if (rows.length === 0) throw invalid('/ownerId', 'unknown_member')
}
