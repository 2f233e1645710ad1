export type DealFacts = { id: string; name: string; subjectId: string | null; companyId: string | null }

/** What every event of a deal says about it. */
export const dealFacts = ({ id, name, subjectId, companyId }: DealFacts) => ({
  dealId: id,
  dealName: name,
  ...(subjectId && { subjectId }),
  ...(companyId && { companyId }),
})
export const dealSubjects = ({ id, subjectId, companyId }: DealFacts): string[] =>
  [id, subjectId, companyId].filter((one) => one !== null)
