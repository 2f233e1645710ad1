import type { FastifyInstance } from 'fastify'

/** Content-Security-Policy of the application: nothing from elsewhere, no inline script, styles by nonce. */
export const applicationPolicy = (nonce: string) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const apiPolicy = "default-src 'none'; frame-ancestors 'none'"
/** The interactive reference brings inline style and script of its own; it holds no session data. */
const referencePolicy =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'"

/** Headers on every answer; a handler that sets its own policy (public forms) keeps it. */
export function addSecurityHeaders(app: FastifyInstance, { https }: { https: boolean }) {
  app.addHook('onSend', async (request, reply) => {
    // The tracker's answer is empty and there are thousands a second.
    if (request.routeOptions.url === '/e') return
    const set = (name: string, value: string) => {
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
    set('content-security-policy', request.url.startsWith('/api/docs') ? referencePolicy : apiPolicy)
    set('x-content-type-options', 'nosniff')
    set('referrer-policy', 'strict-origin-when-cross-origin')
    set('cross-origin-opener-policy', 'same-origin')
    set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()')
    set('x-request-id', request.id)
    if (https) set('strict-transport-security', 'max-age=31536000')
    if (request.url.startsWith('/api/')) set('cache-control', 'no-store')
  })
}
