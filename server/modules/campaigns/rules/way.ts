import type { State } from '../select-campaigns.ts'

export type Way = 'target' | 'waitlist' | 'not_started' | 'paused' | 'over' | 'no_page'

/** Where a customer is led; the one rule for what a link does and for what people are told of it. */
export function wayOf({
  state,
  isGone,
  isHeld,
  hasTarget,
}: {
  state: State
  /** Its product has been deleted or is no longer sold. */
  isGone: boolean
  isHeld: boolean
  /** An address of its own, a page of the product or an open form. */
  hasTarget: boolean
}): Way {
  if (state === 'draft' || state === 'kickoff' || state === 'ready') return 'not_started'
  if (state === 'paused') return 'paused'
  if (isGone || state === 'archived') return 'over'
  if (isHeld) return 'waitlist'
  return hasTarget ? 'target' : 'no_page'
}

/** After its end nobody guards a campaign any more, but old mails still have its links: then what is there is asked for. */
export const asksForStock = ({ state, guardOn }: { state: State; guardOn: boolean }): boolean =>
  state === 'finished' && guardOn

/** @param available units that can be sold now; null where nobody keeps stock or nobody asked */
export const isHeldFor = (
  campaign: { state: State; guardOn: boolean },
  isSwitched: boolean,
  available: number | null,
): boolean => isSwitched || (asksForStock(campaign) && available !== null && available <= 0)
