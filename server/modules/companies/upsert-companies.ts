import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { companyNameKey, normaliseDomain } from './identity.ts'

export type CompanyInput = {
  /** Has letters or digits: `companyNameKey(name)` is not null. At most 300 characters. */
  name: string
  externalId?: string | null
  domain?: string | null
  industry?: string | null
  employees?: number | null
  annualRevenueCents?: number | null
  foundedYear?: number | null
  phone?: string | null
  country?: string | null
  region?: string | null
  city?: string | null
  source?: string | null
  ownerId?: string | null
  tags?: readonly string[]
  customFields?: Readonly<Record<string, string | number | boolean>>
  /** true: given values replace existing ones; false: only what is empty is filled. */
  overwrite: boolean
}
export type UpsertedCompany = { companyId: string; created: boolean; changed: boolean }

const plainFields = [
  'industry',
  'employees',
  'annualRevenueCents',
  'foundedYear',
  'phone',
  'country',
  'region',
  'city',
  'source',
  'ownerId',
] as const
type Row = { [F in (typeof plainFields)[number]]: string | number | null } & {
  id: string
  name: string
  domain: string | null
  tags: string[]
  customFields: Record<string, unknown>
  version: number
  deletedAt: Date | null
}
type Group = { row: Row; before: Row | null }

/**
 * Puts companies into the database, thousands in a constant number of statements; answers in the order given. The external
 * id decides who is who before the name, the name before the domain (subsidiaries share a domain); companies of one batch
 * with the same identity are one. Companies in the bin come back. Records company.created, company.updated and
 * company.restored. Throws `conflict` when another transaction made the same company at the same time: try again.
 */
export async function upsertCompanies(
  tx: Tx,
  actor: Actor,
  at: Date,
  companies: readonly CompanyInput[],
): Promise<UpsertedCompany[]> {
  if (companies.length === 0) return []
  const { workspaceId } = actor
  const keyed = companies.map((company) => ({ company, keys: identitiesOf(company) }))
  const owners = await ownersOf(
    tx,
    workspaceId,
    keyed.flatMap(({ keys }) => keys),
  )
  const stored = await lock(tx, workspaceId, [...new Set(owners.values())].sort())

  const groups = new Map<string, Group>()
  const claims: { kind: string; value: string; companyId: string }[] = []
  const groupOf = keyed.map(({ company, keys }) => {
    const id = keys.map((key) => owners.get(tag(key))).find((known) => known !== undefined) ?? newId()
    let group = groups.get(id)
    if (!group) {
      const before = stored.get(id) ?? null
      groups.set(
        id,
        (group = {
          before,
          row: before ? { ...before, customFields: { ...before.customFields } } : blank(id, company.name),
        }),
      )
    }
    for (const key of keys) {
      if (owners.has(tag(key))) continue
      owners.set(tag(key), id)
      claims.push({ ...key, companyId: id })
    }
    apply(group.row, company)
    return group
  })
  await claim(tx, workspaceId, at, claims)
  return write(tx, actor, at, [...groups.values()], groupOf)
}

type Key = { kind: 'external' | 'name' | 'domain'; value: string }
const tag = ({ kind, value }: Key) => `${kind} ${value}`

/** In the order in which they decide. */
function identitiesOf({ name, externalId, domain }: CompanyInput): Key[] {
  const nameKey = companyNameKey(name)
  const domainKey = domain ? normaliseDomain(domain) : null
  return [
    ...(externalId ? [{ kind: 'external' as const, value: externalId }] : []),
    ...(nameKey ? [{ kind: 'name' as const, value: nameKey }] : []),
    ...(domainKey ? [{ kind: 'domain' as const, value: domainKey }] : []),
  ]
}

async function ownersOf(tx: Tx, workspaceId: string, keys: readonly Key[]): Promise<Map<string, string>> {
  const { rows } = await sql<Key & { companyId: string }>`select i.kind, i.value, i.company_id
    from unnest(${keys.map((key) => key.kind)}::text[], ${keys.map((key) => key.value)}::text[]) as k (kind, value)
    join company_identity i on i.workspace_id = ${workspaceId} and i.kind = k.kind and i.value = k.value`.execute(tx)
  return new Map(rows.map((row) => [tag(row), row.companyId]))
}

async function lock(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map()
  const { rows } =
    await sql<Row>`select id, name, domain, industry, employees, annual_revenue_cents, founded_year, phone, country, region, city,
      source, owner_id, tags, custom_fields, version, deleted_at
    from company where workspace_id = ${workspaceId} and id = any (${ids}::uuid[]) order by id for no key update`.execute(
      tx,
    )
  return new Map(rows.map((row) => [row.id, row]))
}

const blank = (id: string, name: string): Row => ({
  ...{
    id,
    name,
    domain: null,
    industry: null,
    employees: null,
    annualRevenueCents: null,
    foundedYear: null,
    phone: null,
  },
  ...{
    country: null,
    region: null,
    city: null,
    source: null,
    ownerId: null,
    tags: [],
    customFields: {},
    version: 0,
    deletedAt: null,
  },
})

const mostTags = 50
const mostCustomFields = 200

function apply(row: Row, { overwrite, ...given }: CompanyInput): void {
  const takes = (current: unknown, value: unknown) =>
    value !== undefined && value !== null && value !== '' && (overwrite || current === null)
  if (overwrite) row.name = given.name
  const domain = given.domain ? normaliseDomain(given.domain) : null
  if (takes(row.domain, domain)) row.domain = domain
  for (const field of plainFields) {
    const value = given[field]
    if (takes(row[field], value)) row[field] = value ?? null
  }
  row.tags = [...new Set([...row.tags, ...(given.tags ?? [])])].slice(0, mostTags)
  for (const [key, value] of Object.entries(given.customFields ?? {})) {
    if (!takes(row.customFields[key] ?? null, value)) continue
    if (key in row.customFields || Object.keys(row.customFields).length < mostCustomFields)
      row.customFields[key] = value
  }
}

async function claim(
  tx: Tx,
  workspaceId: string,
  at: Date,
  claims: readonly { kind: string; value: string; companyId: string }[],
) {
  if (claims.length === 0) return
  const sorted = [...claims].sort((a, b) => (`${a.kind} ${a.value}` < `${b.kind} ${b.value}` ? -1 : 1))
  const { numAffectedRows } = await sql`insert into company_identity (workspace_id, kind, value, company_id, created_at)
    select ${workspaceId}::uuid, k.kind, k.value, k.company_id, ${at}::timestamptz
    from unnest(${sorted.map((row) => row.kind)}::text[], ${sorted.map((row) => row.value)}::text[], ${sorted.map((row) => row.companyId)}::uuid[])
      as k (kind, value, company_id)
    on conflict do nothing`.execute(tx)
  if (Number(numAffectedRows) !== claims.length) throw new Problem('conflict')
}

const columns =
  sql.raw(`id uuid, name text, domain text, industry text, employees integer, "annualRevenueCents" bigint, "foundedYear" integer,
  phone text, country text, region text, city text, source text, "ownerId" uuid, tags text[], "customFields" jsonb, search text`)
const reported = ['name', 'domain', ...plainFields, 'tags', 'customFields'] as const

async function write(
  tx: Tx,
  actor: Actor,
  at: Date,
  groups: readonly Group[],
  groupOf: readonly Group[],
): Promise<UpsertedCompany[]> {
  const events: EventRecord[] = []
  const changed = new Set<Group>()
  for (const group of groups) {
    const { row, before } = group
    const subjects = [row.id]
    if (!before) {
      events.push({ name: 'company.created', data: { companyId: row.id, name: row.name }, subjects })
      continue
    }
    const changes: Record<string, [unknown, unknown]> = {}
    for (const field of reported)
      if (JSON.stringify(before[field]) !== JSON.stringify(row[field])) changes[field] = [before[field], row[field]]
    if (Object.keys(changes).length > 0)
      events.push({ name: 'company.updated', data: { companyId: row.id, changes }, subjects })
    if (before.deletedAt) events.push({ name: 'company.restored', data: { companyId: row.id }, subjects })
    if (Object.keys(changes).length > 0 || before.deletedAt) changed.add(group)
  }
  const asJson = (some: readonly Group[]) =>
    JSON.stringify(some.map(({ row }) => ({ ...row, search: searchText(row.name, row.domain) })))
  const created = groups.filter(({ before }) => !before)
  if (created.length > 0) {
    await sql`insert into company (workspace_id, id, name, domain, industry, employees, annual_revenue_cents, founded_year, phone, country, region,
        city, source, owner_id, tags, custom_fields, search, created_at, updated_at)
      select ${actor.workspaceId}::uuid, r.id, r.name, r.domain, r.industry, r.employees, r."annualRevenueCents", r."foundedYear", r.phone, r.country,
        r.region, r.city, r.source, r."ownerId", r.tags, r."customFields", r.search, ${at}::timestamptz, ${at}::timestamptz
      from json_to_recordset(${asJson(created)}::json) as r (${columns})`.execute(tx)
  }
  if (changed.size > 0) {
    await sql`update company c set name = r.name, domain = r.domain, industry = r.industry, employees = r.employees,
        annual_revenue_cents = r."annualRevenueCents", founded_year = r."foundedYear", phone = r.phone, country = r.country, region = r.region,
        city = r.city, source = r.source, owner_id = r."ownerId", tags = r.tags, custom_fields = r."customFields", search = r.search,
        version = c.version + 1, updated_at = ${at}, deleted_at = null
      from json_to_recordset(${asJson([...changed])}::json) as r (${columns})
      where c.workspace_id = ${actor.workspaceId} and c.id = r.id`.execute(tx)
  }
  await recordMany(tx, actor, at, events)
  const seen = new Set<Group>()
  return groupOf.map((group) => {
    const isCreated = !group.before && !seen.has(group)
    seen.add(group)
    return { companyId: group.row.id, created: isCreated, changed: isCreated || changed.has(group) }
  })
}
