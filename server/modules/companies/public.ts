export { companyNameKey, normaliseDomain } from './identity.ts'
export { resolveCompanies } from './resolve.ts'
export { setCompanyParents } from './set-parents.ts'
export { type CompanyInput, type UpsertedCompany, upsertCompanies } from './upsert-companies.ts'
