import type { MarketingTerms } from '#contract/agreement-parts.ts'

type Day = { readonly attainment: number | null; readonly pace: number | null; readonly isBusinessDay: boolean }

/**
 * Whether an agreement is behind, by its whole days, oldest first: attainment of the newest under its share, or pace under
 * its own on the last so many business days, every one of them. Days without anything to judge say nothing and break the run.
 */
export function isBehind({ attainmentBelow, paceBelow, businessDays }: MarketingTerms['alert'], days: readonly Day[]) {
  const newest = days.at(-1)
  if (!newest) return false
  const isUnder = attainmentBelow !== null && newest.attainment !== null && newest.attainment < attainmentBelow
  const working = days.filter((day) => day.isBusinessDay).slice(-businessDays)
  const isSlow =
    paceBelow !== null &&
    working.length === businessDays &&
    working.every(({ pace }) => pace !== null && pace < paceBelow)
  return isUnder || isSlow
}
