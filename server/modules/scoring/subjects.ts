import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { emailDomainKind } from '#modules/companies/public.ts'
import type { Attributes } from './rules/condition.ts'
import type { Temperature } from './rules/temperature.ts'

type Fields = Record<string, string | number | boolean | string[] | null>
/** What scoring knows of a person: the contact's row, its company's, and the visitors the person was. */
export type Subject = {
  subjectId: string
  fullName: string | null
  firstName: string | null
  lastName: string | null
  email: string | null
  phone: string | null
  jobTitle: string | null
  country: string | null
  region: string | null
  city: string | null
  language: string | null
  origin: string | null
  source: string | null
  tags: string[]
  customFields: Fields
  companyId: string | null
  companyName: string | null
  companyDomain: string | null
  companyIndustry: string | null
  companyEmployees: number | null
  companyCountry: string | null
  companyRegion: string | null
  companyCity: string | null
  companyTags: string[] | null
  doNotProfile: boolean
  temperature: Temperature
  visitorIds: string[]
}

const companyColumns = sql`co.name as company_name, co.domain as company_domain, co.industry as company_industry,
  co.employees as company_employees, co.country as company_country, co.region as company_region, co.city as company_city,
  co.tags as company_tags`

/**
 * The living among the given contacts, ordered by id. With `lock` their rows are held until the transaction ends, always in
 * the same order: who scores the same person at the same time waits, and then sees the other's signals.
 */
export async function loadSubjects(
  db: Db | Tx,
  workspaceId: string,
  subjectIds: readonly string[],
  { lock = false }: { lock?: boolean } = {},
): Promise<Subject[]> {
  const { rows } =
    await sql<Subject>`select c.subject_id, c.full_name, c.first_name, c.last_name, c.email, c.phone, c.job_title,
      c.country, c.region, c.city, c.language, c.origin, c.source, c.tags, c.custom_fields, c.company_id, ${companyColumns},
      c.do_not_profile, c.temperature,
      array(select i.value from identity i
        where i.workspace_id = ${workspaceId} and i.subject_id = c.subject_id and i.kind = 'visitor') as visitor_ids
    from contact c left join company co on co.workspace_id = c.workspace_id and co.id = c.company_id and co.deleted_at is null
    where c.workspace_id = ${workspaceId} and c.subject_id = any(${subjectIds}::uuid[]) and c.deleted_at is null
    order by c.subject_id ${lock ? sql`for no key update of c` : sql``}`.execute(db)
  return rows
}

/** A company's part of a subject, for readings of the past. */
export async function loadCompany(db: Db | Tx, workspaceId: string, companyId: string): Promise<Partial<Subject>> {
  const { rows } = await sql<Partial<Subject>>`select ${companyColumns} from company co
    where co.workspace_id = ${workspaceId} and co.id = ${companyId}::uuid`.execute(db)
  return rows[0] ?? {}
}

/** A person as the rules of fit and of routing see them: flat, `customFields.<key>` for each custom field. */
export function attributesOf(subject: Subject): Attributes {
  const { subjectId: _, companyId, doNotProfile, temperature, visitorIds, customFields, ...known } = subject
  const { email } = subject
  return {
    ...known,
    emailDomainKind: email === null ? null : emailDomainKind(email),
    emailDomain: email?.slice(email.lastIndexOf('@') + 1) ?? null,
    ...Object.fromEntries(Object.entries(customFields).map(([key, value]) => [`customFields.${key}`, value])),
  }
}
