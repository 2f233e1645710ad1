import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/**
 * Reads bodies of a media type as JSON. JSON is UTF-8 (RFC 8259 §8.1): other bytes are refused, for read as UTF-8 they would be
 * stored as replacement characters, and what a person wrote would be gone for good.
 */
export function readAsJson(app: FastifyInstance, mediaType: string): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(mediaType)
  app.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const charset = charsetOf(request)
    if (charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii')
      return done(new Problem('unsupported_media_type'))
    if (!isUtf8(body)) return done(new Problem('invalid_request', {}, [{ pointer: '', rule: 'utf8' }]))
    void parse(request, body.toString(), done)
  })
}

const charsetOf = ({ headers }: FastifyRequest): string =>
  (/;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8').toLowerCase()
