import type { AgreementDirection, MarketingTerms, SalesTerms } from '#contract/agreement-parts.ts'
import { Problem } from '#kernel/problem.ts'
import { DEFAULT_SLA_POLICY, type SlaPolicy } from '#modules/handovers/public.ts'

export type Terms = { marketing: MarketingTerms | null; sales: SalesTerms | null }
export type GivenTerms = { marketing?: MarketingTerms; sales?: SalesTerms }

const alert = { attainmentBelow: null, paceBelow: 0.8, businessDays: 3 }
const usualMarketing: MarketingTerms = {
  unit: 'lead',
  targetCents: 5_000_000,
  sources: [],
  windowDays: 365,
  minimumSample: 30,
  // The fixture of the rule: one in a hundred closes; replaced by what is measured as soon as there is a history.
  otherwise: { closeRate: 0.01, revenueCents: 500_000 },
  alert,
}

/** What an agreement begins with; sales owes what the clocks of leads ask for already (mechanisms §2). */
export const usualTerms = (direction: AgreementDirection, policy: SlaPolicy = DEFAULT_SLA_POLICY): Terms =>
  direction === 'marketing_to_sales'
    ? { marketing: usualMarketing, sales: null }
    : {
        marketing: null,
        sales: {
          acceptBusinessMinutes: policy.acceptBusinessMinutes,
          firstTouchHandRaiseMinutes: policy.firstTouchHandRaiseMinutes,
          firstTouchMinutes: policy.firstTouchMinutes,
          attempts: policy.attempts,
          attemptDays: policy.attemptDays,
          targetShare: 0.9,
          windowDays: 30,
          alert: { ...alert, attainmentBelow: 0.7, paceBelow: 0.9 },
        },
      }

/** The terms of the right side, or `fallback`. Throws 422 on the other side's terms and on a source named twice. */
export function termsOf(direction: AgreementDirection, given: GivenTerms, fallback: Terms): Terms {
  const [own, other] =
    direction === 'marketing_to_sales' ? (['marketing', 'sales'] as const) : (['sales', 'marketing'] as const)
  if (given[other]) throw new Problem('unprocessable', {}, [{ pointer: `/${other}`, rule: 'other_direction' }])
  if (!given[own]) return fallback
  const sources = given.marketing?.sources ?? []
  const twice = sources.findIndex(({ source }, index) => sources.findIndex((one) => one.source === source) < index)
  if (twice >= 0)
    throw new Problem('unprocessable', {}, [{ pointer: `/marketing/sources/${twice}/source`, rule: 'duplicate_value' }])
  return { marketing: given.marketing ?? null, sales: given.sales ?? null }
}

export function marketingTerms({ marketing }: Terms): MarketingTerms {
  if (marketing === null) throw new Error('not an agreement of what marketing owes')
  return marketing
}
export function salesTerms({ sales }: Terms): SalesTerms {
  if (sales === null) throw new Error('not an agreement of what sales owes')
  return sales
}

export const alertOf = (terms: Terms) => (terms.marketing ?? salesTerms(terms)).alert

/** Field by field what differs; the fields of nested parts as `alert.paceBelow`, those of a source as `sources.<source>`. */
export function changesBetween(before: Terms | null, after: Terms) {
  if (before === null) return []
  const [old, now] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)))
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
}

function flat(terms: Terms): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const [field, value] of Object.entries(terms.marketing ?? terms.sales ?? {})) {
    if (Array.isArray(value))
      for (const one of value) fields.set(`sources.${one.source}`, [one.closeRate, one.revenueCents])
    else if (value !== null && typeof value === 'object')
      for (const [part, inner] of Object.entries(value)) fields.set(`${field}.${part}`, inner)
    else fields.set(field, value)
  }
  return fields
}
