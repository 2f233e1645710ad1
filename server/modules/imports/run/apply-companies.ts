import { type CompanyInput, companyNameKey, normaliseDomain, upsertCompanies } from '#modules/companies/public.ts'
import { columnOf } from './apply-contacts.ts'
import type { Apply } from './outcome.ts'
import { ownerOf } from './owners.ts'
import { listOf, moneyOf, numberOf, type ReadRow, type Refusal, textOf } from './read-row.ts'
import { sortOut } from './sort-out.ts'
import type { Task } from './task.ts'

/** Companies by external id, name or domain. Parents are linked when all rows are in: see `linkParents`. */
export const applyCompanies: Apply = async (tx, task, at, rows) => {
  const { inputs, outcomes } = sortOut(rows, (row): CompanyInput | Refusal => readCompany(task, at, row))
  const upserted = await upsertCompanies(tx, task.actor, at, inputs)
  return outcomes(upserted.map(({ companyId, created, changed }) => ({ id: companyId, created, changed })))
}

function readCompany(task: Task, at: Date, row: ReadRow): CompanyInput | Refusal {
  const { options, owners } = task
  const name = textOf(row, 'name')
  if (name === null || companyNameKey(name) === null) return { column: columnOf(task, 'name'), rule: 'name_missing' }
  const domain = textOf(row, 'domain')
  if (domain !== null && normaliseDomain(domain) === null)
    return { column: columnOf(task, 'domain'), rule: 'url_invalid' }
  const employees = numberOf(row, 'employees')
  if (employees !== null && (employees < 0 || employees > 100_000_000))
    return { column: columnOf(task, 'employees'), rule: 'number_out_of_range' }
  const foundedYear = numberOf(row, 'yearFounded')
  if (foundedYear !== null && (foundedYear < 1000 || foundedYear > at.getUTCFullYear() + 1)) {
    return { column: columnOf(task, 'yearFounded'), rule: 'number_out_of_range' }
  }
  const { ownerId, kept } = ownerOf(row, owners, options.ownerId)
  return {
    name,
    externalId: textOf(row, 'externalId'),
    domain,
    industry: textOf(row, 'industry'),
    employees,
    annualRevenueCents: moneyOf(row, 'revenue')?.amountCents ?? null,
    foundedYear,
    phone: textOf(row, 'phone'),
    country: textOf(row, 'country'),
    region: textOf(row, 'region'),
    city: textOf(row, 'city'),
    source: options.source ?? null,
    ownerId,
    tags: [...(options.tags ?? []), ...listOf(row, 'tags')],
    customFields: { ...row.customFields, ...kept },
    overwrite: options.overwrite !== false,
  }
}
