import type { Connection, Document } from '@hocuspocus/server'
import type { Context } from './context.ts'

const colours = 8

/** Presence says who one is by the sign-in, not by what a client claims; and nobody speaks for another connection. */
export function introduce(
  document: Document,
  connection: Connection,
  { ticket, access }: Context,
  states: Map<number, Record<string, unknown>>,
) {
  for (const [client, state] of states) {
    const isOthers = [...document.connections].some(([one, { clients }]) => one !== connection && clients.has(client))
    if (isOthers) states.delete(client)
    else states.set(client, { cursor: state.cursor ?? null, user: userOf(ticket.memberId, access.name) })
  }
}

/** Everybody sees a member in the same colour. */
const userOf = (memberId: string, name: string) => ({
  memberId,
  name,
  colour: [...memberId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % colours,
})
