import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { applicationPolicy } from './security.ts'

const root = fileURLToPath(new URL('../../dist/web/', import.meta.url))

/** The built application: hashed assets for ever, one page for every other address, its styles allowed by nonce. */
export async function addWeb(app: FastifyInstance) {
  if (!existsSync(`${root}index.html`)) {
    app.setNotFoundHandler((_request, reply) => reply.callNotFoundProblem())
    return
  }
  const page = readFileSync(`${root}index.html`, 'utf8')
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    // The tracker has a route of its own.
    globIgnore: ['**/t.js', '**/t.js.*'],
    preCompressed: true,
    setHeaders: (response, path) => {
      response.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      )
    },
  })
  app.setNotFoundHandler(async (request, reply) => {
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !/^\/(api|f|e|c|u|o|p|cal|health|metrics|assets)(\/|$|\?)/.test(request.url)
    if (!isPage) return reply.callNotFoundProblem()
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', applicationPolicy(nonce))
      .header('cache-control', 'no-store')
      .send(page.replaceAll('__NONCE__', nonce))
  })
}

declare module 'fastify' {
  interface FastifyReply {
    callNotFoundProblem(): FastifyReply
  }
}
