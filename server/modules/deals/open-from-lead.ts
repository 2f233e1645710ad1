import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'

/** What a deal is said to come of; the contact of a handover is that handover's. */
export type Lead = { handoverId?: string | null; contactId?: string | null }
type OpenFromLead = (
  tx: Tx,
  actor: Actor,
  at: Date,
  lead: Lead,
  open: (lead: Lead) => Promise<{ id: string }>,
) => Promise<{ id: string }>

let follow: OpenFromLead = (_tx, _actor, _at, lead, open) => open(lead)
/** What opening a deal means for who waits for sales: handovers answers them. Said once, when modules are loaded. */
export const setOpenFromLead = (given: OpenFromLead) => void (follow = given)

/** Opens a deal and, within it, answers the handover that it comes of. */
export const openFromLead: OpenFromLead = (...given) => follow(...given)
