import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { countryCodeOf, normalisePhone } from '#modules/contacts/public.ts'
import { companyNameKey, normaliseDomain } from './identity.ts'
import { readCompany } from './read.ts'

type Given<T> = T | null
export type CompanyBody = {
  name?: string
  domain?: Given<string>
  industry?: Given<string>
  employees?: Given<number>
  annualRevenueCents?: Given<number>
  foundedYear?: Given<number>
  phone?: Given<string>
  country?: Given<string>
  region?: Given<string>
  city?: Given<string>
  parentId?: Given<string>
  ownerId?: Given<string>
  tags?: string[]
  source?: Given<string>
  customFields?: Record<string, string | number | boolean | null | string[]>
}
type Facts = Required<CompanyBody>
const fields = [
  'industry',
  'employees',
  'annualRevenueCents',
  'foundedYear',
  'country',
  'region',
  'city',
  'parentId',
  'ownerId',
  'source',
] as const
const blank: Facts = {
  ...{
    name: '',
    domain: null,
    industry: null,
    employees: null,
    annualRevenueCents: null,
    foundedYear: null,
    phone: null,
    country: null,
  },
  ...{ region: null, city: null, parentId: null, ownerId: null, tags: [], source: null, customFields: {} },
}

/** `POST /companies`. Name and domain tell companies apart: a living one with either of them refuses it (`name_taken` with its id). */
export const createCompany = (ctx: Ctx, body: CompanyBody & { name: string }) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const id = newId()
    const facts = wanted(blank, body)
    await checkReferences(tx, actor.workspaceId, id, body)
    await sql`insert into company (workspace_id, id, name, search, created_at, updated_at)
      values (${actor.workspaceId}, ${id}, ${facts.name}, '', ${at}, ${at})`.execute(tx)
    await takeIdentities(tx, actor.workspaceId, at, id, blank, facts)
    await write(tx, actor.workspaceId, at, id, facts, 1)
    await record(tx, actor, at, 'company.created', { companyId: id, name: facts.name }, [id])
    return readCompany(tx, actor.workspaceId, id)
  })

/** `PATCH /companies/:id`: given fields replace what was there, null empties. */
export const patchCompany = (ctx: Ctx, id: string, body: CompanyBody) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const before = await lock(tx, actor.workspaceId, id)
    if (before.deletedAt) throw new Problem('not_found')
    requireVersion(ctx, before.version)
    const after = wanted(before, body)
    await checkReferences(tx, actor.workspaceId, id, body)
    const changes: Record<string, [unknown, unknown]> = {}
    for (const field of ['name', 'domain', 'phone', ...fields, 'tags', 'customFields'] as const) {
      if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) changes[field] = [before[field], after[field]]
    }
    if (Object.keys(changes).length > 0) {
      await takeIdentities(tx, actor.workspaceId, at, id, before, after)
      await write(tx, actor.workspaceId, at, id, after, before.version + 1)
      await record(tx, actor, at, 'company.updated', { companyId: id, changes }, [id])
    }
    return readCompany(tx, actor.workspaceId, id)
  })

/** Into the bin. Its people stay with it, and see it again when it is restored. */
export const deleteCompany = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { deletedAt, version } = await lock(tx, actor.workspaceId, id)
    if (deletedAt) return
    // Its name and domain are free at once: who writes them next means a company that is there.
    await sql`delete from company_identity where workspace_id = ${actor.workspaceId} and company_id = ${id}`.execute(tx)
    await sql`update company set deleted_at = ${at}, updated_at = ${at}, version = ${version + 1} where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(
      tx,
    )
    await record(tx, actor, at, 'company.deleted', { companyId: id }, [id])
  })

/** Out of the bin; `name_taken` when another company has its name or domain by now. */
export const restoreCompany = (ctx: Ctx, id: string) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lock(tx, actor.workspaceId, id)
    if (row.deletedAt) {
      await takeIdentities(tx, actor.workspaceId, at, id, blank, row)
      await sql`update company set deleted_at = null, updated_at = ${at}, version = ${row.version + 1} where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(
        tx,
      )
      await record(tx, actor, at, 'company.restored', { companyId: id }, [id])
    }
    return readCompany(tx, actor.workspaceId, id)
  })

async function lock(tx: Tx, workspaceId: string, id: string) {
  const row = await tx
    .selectFrom('company')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return { ...row, customFields: row.customFields as Facts['customFields'] }
}

function wanted(before: Facts, body: CompanyBody): Facts {
  const after: Facts = { ...before }
  for (const field of fields)
    if (body[field] !== undefined) Object.assign(after, { [field]: body[field] === '' ? null : body[field] })
  if (body.name !== undefined) after.name = body.name.trim()
  if (!companyNameKey(after.name)) throw invalid('/name', 'company_name')
  if (body.domain !== undefined) {
    after.domain = body.domain?.trim() ? normaliseDomain(body.domain) : null
    if (body.domain?.trim() && !after.domain) throw invalid('/domain', 'domain')
  }
  if (body.phone !== undefined) {
    after.phone = body.phone?.trim() ? normalisePhone(body.phone, countryCodeOf(after.country)) : null
    if (body.phone?.trim() && !after.phone) throw invalid('/phone', 'phone')
  }
  if (body.tags) after.tags = [...new Set(body.tags)]
  if (body.customFields) {
    after.customFields = Object.fromEntries(
      Object.entries({ ...before.customFields, ...body.customFields }).filter(([, value]) => value !== null),
    )
  }
  return after
}

async function checkReferences(tx: Tx, workspaceId: string, id: string, { parentId, ownerId }: CompanyBody) {
  if (ownerId) {
    const { rows } =
      await sql`select 1 from member where workspace_id = ${workspaceId} and id = ${ownerId} and removed_at is null`.execute(
        tx,
      )
    if (rows.length === 0) throw invalid('/ownerId', 'unknown_member')
  }
  if (!parentId) return
  const { rows } = await sql<{ id: string }>`with recursive up (id, parent_id) as (
      select id, parent_id from company where workspace_id = ${workspaceId} and id = ${parentId} and deleted_at is null
      union select c.id, c.parent_id from up join company c on c.workspace_id = ${workspaceId} and c.id = up.parent_id
    ) select id from up`.execute(tx)
  if (rows.length === 0) throw invalid('/parentId', 'unknown_company')
  // A group of companies is a tree: nobody is above itself.
  if (parentId === id || rows.some((row) => row.id === id)) throw invalid('/parentId', 'own_parent')
}

/** The primary key of `company_identity` decides, also between concurrent requests. */
async function takeIdentities(
  tx: Tx,
  workspaceId: string,
  at: Date,
  id: string,
  before: Pick<Facts, 'name' | 'domain'>,
  after: Pick<Facts, 'name' | 'domain'>,
) {
  const pairs = [
    ['domain', before.domain, after.domain],
    ['name', companyNameKey(before.name), companyNameKey(after.name)],
  ] as const
  for (const [kind, from, to] of pairs) {
    if (from === to) continue
    if (from)
      await sql`delete from company_identity where workspace_id = ${workspaceId} and kind = ${kind} and value = ${from} and company_id = ${id}`.execute(
        tx,
      )
    if (!to) continue
    await sql`insert into company_identity (workspace_id, kind, value, company_id, created_at) values (${workspaceId}, ${kind}, ${to}, ${id}, ${at})
      on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ companyId: string }>`select company_id from company_identity
      where workspace_id = ${workspaceId} and kind = ${kind} and value = ${to}`.execute(tx)
    if (rows[0]?.companyId !== id)
      throw new Problem('name_taken', { companyId: rows[0]?.companyId ?? '' }, [{ pointer: `/${kind}`, rule: 'taken' }])
  }
}

const write = (tx: Tx, workspaceId: string, at: Date, id: string, facts: Facts, version: number) =>
  sql`update company set name = ${facts.name}, domain = ${facts.domain}, industry = ${facts.industry}, employees = ${facts.employees},
      annual_revenue_cents = ${facts.annualRevenueCents}, founded_year = ${facts.foundedYear}, phone = ${facts.phone}, country = ${facts.country},
      region = ${facts.region}, city = ${facts.city}, parent_id = ${facts.parentId}, owner_id = ${facts.ownerId}, tags = ${facts.tags}::text[],
      source = ${facts.source}, custom_fields = ${JSON.stringify(facts.customFields)}::jsonb, search = ${searchText(facts.name, facts.domain)},
      version = ${version}, updated_at = ${at}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
