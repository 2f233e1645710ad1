import { createHmac } from 'node:crypto'
import type { Ctx } from '#kernel/http.ts'
import { deriveKey, sameBytes, sha256 } from '#kernel/secrets.ts'
import type { Services } from '#kernel/services.ts'
import { sessionOf } from '#modules/accounts/public.ts'
import { readDocument } from '../read-document.ts'

/** Who opens which document, and by what sign-in: when that ends, so does the connection. */
export type Ticket = {
  workspaceId: string
  documentId: string
  memberId: string
  sessionId: string | null
  /** SHA-256 of the API key, hex. */
  keyHash: string | null
  /** Milliseconds. */
  expiresAt: number
}

const goodForMs = 60_000

/** Throws 404. Whoever may read gets one; what it may do is looked up when the connection opens, and again and again. */
export async function issueTicket(ctx: Ctx, documentId: string) {
  const { actor, request } = ctx
  const { canWrite } = await readDocument(ctx.db, actor, documentId)
  const key = request.headers.authorization?.replace(/^Bearer /, '')
  const expiresAt = Date.now() + goodForMs
  const ticket: Ticket = {
    workspaceId: actor.workspaceId,
    documentId,
    memberId: actor.id,
    sessionId: sessionOf(request)?.id ?? null,
    keyHash: key ? sha256(key).toString('hex') : null,
    expiresAt,
  }
  return { ticket: seal(ctx, ticket), expiresAt: new Date(expiresAt).toISOString(), canWrite }
}

const sign = ({ secret }: Pick<Services, 'secret'>, body: string) =>
  createHmac('sha256', deriveKey(secret, 'documents.ticket')).update(body).digest()

function seal(services: Pick<Services, 'secret'>, ticket: Ticket): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${body}.${sign(services, body).toString('base64url')}`
}

/** Null: forged, spoilt or too old. */
export function openTicket(services: Pick<Services, 'secret'>, sealed: string): Ticket | null {
  const [body = '', signature = ''] = sealed.split('.')
  if (!sameBytes(Buffer.from(signature, 'base64url'), sign(services, body))) return null
  // Signed by this installation, so it is what it was made as.
  const ticket = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Ticket
  return ticket.expiresAt >= Date.now() ? ticket : null
}
