import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { loadCompany, type Subject } from './subjects.ts'

type Change = { name: string; changes: Record<string, [unknown, unknown]> | null }

/**
 * A person as they were known at an instant: the row of today with the ledger's changes since then taken back, newest first;
 * before the contact was there, nothing is known of them.
 */
export async function subjectAt(db: Db | Tx, workspaceId: string, subject: Subject, at: Date): Promise<Subject> {
  const events = await changesSince(db, workspaceId, subject.subjectId, at)
  if (events.some((event) => event.name === 'contact.created'))
    return { ...subject, ...nothing, customFields: {}, tags: [] }
  let then = takenBack(subject, events, (field) => field)
  const companyId = then.companyId
  if (companyId === null) return { ...then, ...noCompany }
  if (companyId !== subject.companyId) then = { ...then, ...(await loadCompany(db, workspaceId, companyId)) }
  return takenBack(
    then,
    await changesSince(db, workspaceId, companyId, at),
    (field) => `company${field.charAt(0).toUpperCase()}${field.slice(1)}`,
  )
}

async function changesSince(db: Db | Tx, workspaceId: string, id: string, at: Date): Promise<Change[]> {
  const { rows } = await sql<Change>`select name, data -> 'changes' as changes from event
    where workspace_id = ${workspaceId} and subjects @> array[${id}]::uuid[] and at > ${at}
      and name in ('contact.created', 'contact.updated', 'company.updated')
    order by at desc, id desc`.execute(db)
  return rows
}

function takenBack(subject: Subject, events: readonly Change[], nameOf: (field: string) => string): Subject {
  const then: Record<string, unknown> = { ...subject }
  for (const { changes } of events) {
    for (const [field, change] of Object.entries(changes ?? {})) {
      const name = nameOf(field)
      if (Object.hasOwn(then, name)) then[name] = change[0]
    }
  }
  return then as Subject
}

const noCompany = {
  companyName: null,
  companyDomain: null,
  companyIndustry: null,
  companyEmployees: null,
  companyCountry: null,
  companyRegion: null,
  companyCity: null,
  companyTags: null,
}
const nothing = {
  ...noCompany,
  fullName: null,
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  jobTitle: null,
  country: null,
  region: null,
  city: null,
  language: null,
  origin: null,
  source: null,
  companyId: null,
}
