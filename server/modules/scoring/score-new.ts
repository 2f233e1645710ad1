import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { FirstScore, NewRow } from '#modules/contacts/public.ts'
import { activeModel } from './active-model.ts'
import { scoreSubject, stored, temperatureOf } from './rescore.ts'
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
const noCompany: Company = {
  ...{ companyName: null, companyDomain: null, companyIndustry: null, companyEmployees: null },
  ...{ companyCountry: null, companyRegion: null, companyCity: null, companyTags: null },
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
): Promise<Map<string, FirstScore>> {
  if (people.length === 0) return new Map()
  const { model, timeZone } = await activeModel(tx, workspaceId)
  const companies = await companiesOf(tx, workspaceId, [...new Set(people.flatMap((row) => row.companyId ?? []))])
  return new Map(
    people.flatMap((row) => {
      const company = (row.companyId && companies.get(row.companyId)) || noCompany
      const subject = { ...row, ...company, doNotProfile: false, temperature: 'cold' as const, visitorIds: [] }
      const scored = scoreSubject(model, timeZone, subject, [], at)
      if (temperatureOf(scored) !== 'cold') return []
      const { subjectId, ...first } = stored(scored, at)
      return [[subjectId, first] as const]
    }),
  )
}

async function companiesOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Company>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Company & { id: string }>`select id, name as company_name, domain as company_domain,
      industry as company_industry, employees as company_employees, country as company_country, region as company_region,
      city as company_city, tags as company_tags
    from company where workspace_id = ${workspaceId} and id = any (${ids}::uuid[]) and deleted_at is null`.execute(tx)
  return new Map(rows.map(({ id, ...company }) => [id, company]))
}
