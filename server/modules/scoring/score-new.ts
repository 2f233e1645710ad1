import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import type { Birth, NewRow } from '#modules/contacts/public.ts'
import { type ActiveModel, askActiveModel } from './active-model.ts'
import { changed, type Rescored, scoreSubject, stored, temperatureOf } from './rescore.ts'
import type { Signal } from './rules/model.ts'
import { visits } from './signals.ts'
import type { Subject } from './subjects.ts'

type Company = Pick<
  Subject,
  | 'companyName'
  | 'companyDomain'
  | 'companyIndustry'
  | 'companyEmployees'
  | 'companyCountry'
  | 'companyRegion'
  | 'companyCity'
  | 'companyTags'
>
type Known = Company & { companyOwnerId: string | null }
const noCompany: Known = {
  ...{ companyName: null, companyDomain: null, companyIndustry: null, companyEmployees: null },
  ...{ companyCountry: null, companyRegion: null, companyCity: null, companyTags: null, companyOwnerId: null },
}

/**
 * First scores of people who have done nothing yet (no form, no visit), by who they are. Those whom that alone makes warm
 * are left out: `rescore` tells of it.
 */
export async function scoreNew(
  tx: Tx,
  workspaceId: string,
  at: Date,
  people: readonly NewRow[],
): Promise<Map<string, Birth>> {
  const readings = await readNew(
    tx,
    workspaceId,
    at,
    people.map((row) => ({ row, visitorIds: [], signals: [] })),
  )
  return new Map(
    readings.flatMap(({ subjectId, reading }) =>
      temperatureOf(reading) === 'cold' ? [[subjectId, { score: firstScore(reading, at) }] as const] : [],
    ),
  )
}

export type NewPerson = {
  row: NewRow
  visitorIds: readonly string[]
  /** What they do as they come, beside what the tracker has seen of the visitors they were. */
  signals: readonly Signal[]
}
export type NewReading = { subjectId: string; companyOwnerId: string | null; reading: Rescored }

/**
 * Readings of people who are about to be written: the same as `rescore` would answer right after. At most three statements.
 * @param asked the model in force, if it has been asked for already
 */
export async function readNew(
  tx: Tx,
  workspaceId: string,
  at: Date,
  people: readonly NewPerson[],
  asked?: () => Promise<ActiveModel>,
): Promise<NewReading[]> {
  if (people.length === 0) return []
  const { model, timeZone } = await (asked ?? (await askActiveModel(tx, workspaceId)))()
  const companies = await companiesOf(tx, workspaceId, [...new Set(people.flatMap(({ row }) => row.companyId ?? []))])
  const seen = await visits(
    tx,
    workspaceId,
    people.map(({ row, visitorIds }) => ({ subjectId: row.subjectId, visitorIds })),
    at,
  )
  const visitsOf = Map.groupBy(seen, (signal) => signal.subjectId)
  return people.map(({ row, signals }) => {
    const { subjectId, companyId } = row
    const { companyOwnerId, ...company } = (companyId && companies.get(companyId)) || noCompany
    const subject = { ...row, ...company, doNotProfile: false, temperature: 'cold' as const, visitorIds: [] }
    const all = [...signals, ...(visitsOf.get(subjectId) ?? [])]
    return { subjectId, companyOwnerId, reading: scoreSubject(model, timeZone, subject, all, at) }
  })
}

export function firstScore(reading: Rescored, at: Date): Birth['score'] {
  const { subjectId: _, ...first } = stored(reading, at)
  return first
}

/** Records the temperature of those who were not born cold. */
export const recordFirstTemperatures = (tx: Tx, actor: Actor, at: Date, readings: readonly Rescored[]) =>
  recordMany(tx, actor, at, readings.filter((reading) => temperatureOf(reading) !== 'cold').map(changed))

async function companiesOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Known & { id: string }>`select id, name as company_name, domain as company_domain,
      industry as company_industry, employees as company_employees, country as company_country, region as company_region,
      city as company_city, tags as company_tags, owner_id as company_owner_id
    from company where workspace_id = ${workspaceId} and id = any (${ids}::uuid[]) and deleted_at is null`.execute(tx)
  return new Map(rows.map(({ id, ...company }) => [id, company]))
}
