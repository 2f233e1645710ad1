import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { ask } from '#kernel/prepared.ts'
import { emailDomainKind } from './email-domain.ts'

/**
 * Asks for the companies whose domain these addresses have: address as given → company id. Free mail is nobody's company.
 * The answer is not waited for here; without an address of an organisation nothing is asked.
 */
export async function askEmployers(
  tx: Tx,
  workspaceId: string,
  emails: readonly string[],
): Promise<() => Promise<Map<string, string>>> {
  const organised = emails.filter((email) => emailDomainKind(email) === 'company')
  if (organised.length === 0) return async () => new Map()
  const answer = await ask(
    tx,
    sql<{ value: string; companyId: string }>`select value, company_id from company_identity
      where workspace_id = ${workspaceId} and kind = 'domain' and value = any (${[...new Set(organised.map(domainOf))]}::text[])`,
  )
  return async () => {
    const companies = new Map((await answer()).map(({ value, companyId }) => [value, companyId]))
    return new Map(
      organised.flatMap((email) => {
        const companyId = companies.get(domainOf(email))
        return companyId ? [[email, companyId] as const] : []
      }),
    )
  }
}

const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1)
