import { sql } from 'kysely'
import type { companiesRoutes } from '#contract/companies.ts'
import type { Input } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import {
  endOf,
  instant,
  listContacts,
  readPage,
  readTimeline,
  type SearchMode,
  type Statement,
  searchConditions,
  type TimelineQuery,
} from '#modules/contacts/public.ts'
import { normaliseDomain } from './identity.ts'
import { type ListedRow, listedColumns, listedFrom, listedItem, readCompany } from './read.ts'

type Query = Input<(typeof companiesRoutes)['GET /companies']>['query']
const sorts = {
  createdAt: { column: 'c.created_at', type: 'timestamptz' },
  name: { column: 'left(c.search, 60)', type: 'text' },
}
/** As the index has it. */
const searchColumnLength = 60

/** `GET /companies`: newest first unless sorted otherwise. */
export async function listCompanies({ pool, actor }: Ctx, query: Query) {
  const sort = query.sort ?? '-createdAt'
  const key = sort.endsWith('name') ? 'name' : 'createdAt'
  const { rows, ...page } = await readPage<ListedRow>({
    pool,
    query,
    sort: { ...sorts[key], descending: sort.startsWith('-') },
    idColumn: 'c.id',
    select: `select ${listedColumns} from ${listedFrom}`,
    from: 'company c',
    where: (statement, mode) => whereOf(query, actor.workspaceId, mode, statement),
    cursorOf: (row) =>
      key === 'name'
        ? [...searchText(row.name, row.domain)].slice(0, searchColumnLength).join('')
        : instant(row.createdAt),
    idOf: (row) => row.id,
  })
  return { items: rows.map(listedItem), ...page }
}

function whereOf(filter: Query, workspaceId: string, mode: SearchMode, { bind }: Statement): string {
  const conditions = [`c.workspace_id = ${bind(workspaceId)}`, `c.deleted_at is ${filter.deleted ? 'not ' : ''}null`]
  if (filter.q) conditions.push(...searchConditions(filter.q, mode, bind))
  if (filter.ownerId?.length) conditions.push(`c.owner_id = any (${bind(filter.ownerId)}::uuid[])`)
  if (filter.tag?.length) conditions.push(`c.tags @> ${bind(filter.tag)}::text[]`)
  if (filter.industry?.length) conditions.push(`c.industry = any (${bind(filter.industry)}::text[])`)
  if (filter.country?.length) conditions.push(`c.country = any (${bind(filter.country)}::text[])`)
  if (filter.domain !== undefined) {
    const domain = normaliseDomain(filter.domain)
    if (!domain) throw invalid('/domain', 'domain')
    conditions.push(
      `c.id in (select i.company_id from company_identity i where i.workspace_id = c.workspace_id and i.kind = 'domain' and i.value = ${bind(domain)})`,
    )
  }
  if (filter.createdFrom) conditions.push(`c.created_at >= ${bind(filter.createdFrom)}::timestamptz`)
  if (filter.createdTo) conditions.push(`c.created_at < ${bind(endOf(filter.createdTo))}::timestamptz`)
  if (filter.employeesMin !== undefined) conditions.push(`c.employees >= ${bind(filter.employeesMin)}::integer`)
  if (filter.employeesMax !== undefined) conditions.push(`c.employees <= ${bind(filter.employeesMax)}::integer`)
  return conditions.join(' and ')
}

type Paging = { after?: string; limit?: number }

export async function listPeople(ctx: Ctx, id: string, paging: Paging) {
  await readCompany(ctx.db, ctx.actor.workspaceId, id)
  return listContacts(ctx, { ...paging, companyId: id, sort: '-lastActivityAt' })
}

type DealRow = {
  id: string
  name: string
  state: 'open' | 'won' | 'lost'
  stageName: string
  amountCents: number | null
  currency: string
  expectedCloseOn: string | null
  ownerId: string | null
  contactId: string | null
  createdAt: Date
}
export async function listDeals({ db, actor }: Ctx, id: string, paging: Paging) {
  await readCompany(db, actor.workspaceId, id)
  const limit = paging.limit ?? 50
  const cursor = decodeCursor(paging.after, 2)
  const { rows } =
    await sql<DealRow>`select d.id, d.name, d.state, s.name as stage_name, d.amount_cents, d.currency, d.expected_close_on, d.owner_id,
      d.subject_id as contact_id, d.created_at
    from deal d join pipeline_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id
    where d.workspace_id = ${actor.workspaceId} and d.company_id = ${id} and d.deleted_at is null
      and ${cursor ? sql`(d.created_at, d.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql`true`}
    order by d.created_at desc, d.id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
    (row) => [row.createdAt.toISOString(), row.id],
  )
}

export async function companyTimeline({ db, actor }: Ctx, id: string, query: TimelineQuery) {
  await readCompany(db, actor.workspaceId, id)
  return readTimeline(db, actor.workspaceId, [id], query)
}
