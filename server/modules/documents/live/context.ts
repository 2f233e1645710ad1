import type { Access } from './access.ts'
import type { Ticket } from './ticket.ts'

/** What the server knows of a connection. */
export type Context = { ticket: Ticket; access: Access }
