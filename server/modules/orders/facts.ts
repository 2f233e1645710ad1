export type OrderFacts = {
  id: string
  number: string
  subjectId: string | null
  companyId: string | null
  dealId: string | null
  campaignId?: string | null
}

/** What every event of an order says about it. */
export const orderFacts = ({ id, number, subjectId, companyId, dealId }: OrderFacts) => ({
  orderId: id,
  number,
  ...(subjectId && { subjectId }),
  ...(companyId && { companyId }),
  ...(dealId && { dealId }),
})
export const orderSubjects = (
  { id, subjectId, companyId, dealId, campaignId }: OrderFacts,
  lines: readonly { productId: string | null }[] = [],
): string[] => [
  ...[id, subjectId, companyId, dealId, campaignId].flatMap((one) => one ?? []),
  ...new Set(lines.flatMap(({ productId }) => productId ?? [])),
]

type ReturnFacts = { id: string; orderId: string; number: string; subjectId: string | null }
export const returnFacts = ({ id, orderId, number, subjectId }: ReturnFacts) => ({
  returnId: id,
  orderId,
  number,
  ...(subjectId && { subjectId }),
})
export const returnSubjects = (
  { id, orderId, subjectId }: ReturnFacts,
  lines: readonly { productId: string | null; claimId: string | null }[] = [],
): string[] => [
  ...[id, orderId, subjectId].flatMap((one) => one ?? []),
  ...new Set(lines.flatMap(({ productId, claimId }) => [productId, claimId].flatMap((one) => one ?? []))),
]
