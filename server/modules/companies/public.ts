export { companyNameKey, normaliseDomain } from './identity.ts'
export { resolveCompanies } from './resolve.ts'
