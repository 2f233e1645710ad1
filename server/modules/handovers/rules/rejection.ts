import { addDays, isLocalDate, localDate } from '#kernel/calendar/zone.ts'
import { MAX_RECYCLES } from '#modules/contacts/public.ts'

export const REJECTION_REASONS = ['no_timing', 'no_fit', 'bad_data', 'duplicate', 'unreachable'] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

/** How many logged attempts "unreachable" takes (mechanisms §1). */
export const MIN_ATTEMPTS_UNREACHABLE = 6
const DEFAULT_WAKE_DAYS = 90

export type RejectionFacts = {
  readonly contactId: string
  /** Attempts to reach the person, logged by people of sales. */
  readonly attempts: number
  /** How often the contact has been recycled before. */
  readonly recycles: number
  /** Local date on which to try again; 90 days from today if null. */
  readonly wakeOn: string | null
  readonly duplicateOfId: string | null
  readonly now: Date
  readonly timeZone: string
}

/** What follows from a rejection. `stage` is where the contact moves; null when it stays until somebody mends it. */
export type Consequence =
  | { readonly kind: 'nurture'; readonly stage: 'recycled'; readonly wakeOn: string; readonly recycles: number }
  | {
      readonly kind: 'disqualify'
      readonly stage: 'disqualified'
      readonly because: 'no_fit' | 'too_many_recycles'
      readonly countsAgainstPrecision: boolean
    }
  | { readonly kind: 'data_task'; readonly stage: null; readonly department: 'marketing' }
  | { readonly kind: 'merge'; readonly stage: null; readonly duplicateOfId: string }
  | {
      readonly kind: 'refused'
      readonly code: 'too_few_attempts'
      readonly params: { readonly attempts: number; readonly required: number }
    }
  | {
      readonly kind: 'refused'
      readonly code: 'wake_date_invalid' | 'wake_date_not_in_future' | 'duplicate_missing' | 'duplicate_of_itself'
      readonly params: Readonly<Record<string, never>>
    }

/**
 * What the reason of a rejection decides (mechanisms §1). `no_timing` and `unreachable` put the contact into nurture with a
 * wake date, or disqualify it after three recycles; only `no_fit` counts against the precision of marketing's MQLs.
 * `bad_data` and `duplicate` are not the person's doing and cost no recycle.
 */
export function consequenceOf(reason: RejectionReason, facts: RejectionFacts): Consequence {
  switch (reason) {
    case 'no_fit':
      return { kind: 'disqualify', stage: 'disqualified', because: 'no_fit', countsAgainstPrecision: true }
    case 'bad_data':
      return { kind: 'data_task', stage: null, department: 'marketing' }
    case 'duplicate':
      return merge(facts)
    case 'unreachable': {
      const { attempts } = facts
      if (attempts >= MIN_ATTEMPTS_UNREACHABLE) return nurture(facts)
      return { kind: 'refused', code: 'too_few_attempts', params: { attempts, required: MIN_ATTEMPTS_UNREACHABLE } }
    }
    case 'no_timing':
      return nurture(facts)
  }
}

function merge({ contactId, duplicateOfId }: RejectionFacts): Consequence {
  if (duplicateOfId === null) return { kind: 'refused', code: 'duplicate_missing', params: {} }
  if (duplicateOfId === contactId) return { kind: 'refused', code: 'duplicate_of_itself', params: {} }
  return { kind: 'merge', stage: null, duplicateOfId }
}

function nurture({ recycles, wakeOn, now, timeZone }: RejectionFacts): Consequence {
  const today = localDate(timeZone, now)
  const wakes = wakeOn ?? addDays(today, DEFAULT_WAKE_DAYS)
  if (!isLocalDate(wakes)) return { kind: 'refused', code: 'wake_date_invalid', params: {} }
  if (wakes <= today) return { kind: 'refused', code: 'wake_date_not_in_future', params: {} }
  if (recycles >= MAX_RECYCLES) {
    return { kind: 'disqualify', stage: 'disqualified', because: 'too_many_recycles', countsAgainstPrecision: false }
  }
  return { kind: 'nurture', stage: 'recycled', wakeOn: wakes, recycles: recycles + 1 }
}
