export { companyNameKey, normaliseDomain } from './identity.ts'
export { resolveCompanies } from './resolve.ts'
export { type CompanyInput, setCompanyParents, type UpsertedCompany, upsertCompanies } from './upsert-companies.ts'
