/** The stages of a contact (mechanisms §1): one line from subscriber to customer, and two side states. */
export const STAGES = [
  'subscriber',
  'lead',
  'mql',
  'sal',
  'opportunity',
  'customer',
  'recycled',
  'disqualified',
] as const
export type Stage = (typeof STAGES)[number]

/** How often a lead may go back to marketing before it is disqualified (mechanisms §1). */
export const MAX_RECYCLES = 3

/**
 * Whether a contact may move from one stage to another. `sal` only by a person: sales accepts, no rule does it for them.
 * Staying where one is is not a move.
 */
export function canMove(from: Stage, to: Stage, by: 'person' | 'rule' = 'person'): boolean {
  return TRANSITIONS[from].includes(to) && (to !== 'sal' || by === 'person')
}

/**
 * Where each stage may lead. Beyond the line itself: whoever buys is a customer at once; a seller may open a deal without a
 * handover; a deal won by mistake is reopened; the recycled and the disqualified come back when they show interest again,
 * and the recycled also when their wake date comes.
 */
export const TRANSITIONS: Readonly<Record<Stage, readonly Stage[]>> = {
  subscriber: ['lead', 'mql', 'opportunity', 'customer', 'disqualified'],
  lead: ['mql', 'opportunity', 'customer', 'disqualified'],
  mql: ['sal', 'opportunity', 'customer', 'recycled', 'disqualified'],
  sal: ['opportunity', 'customer', 'recycled', 'disqualified'],
  opportunity: ['customer', 'recycled', 'disqualified'],
  customer: ['opportunity'],
  recycled: ['lead', 'mql', 'opportunity', 'customer', 'disqualified'],
  disqualified: ['lead', 'mql', 'opportunity', 'customer'],
}
