import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ProblemCode, problems } from '#contract/problems.ts'
import { sqlState } from './db.ts'
import { Problem } from './problem.ts'

/** Every error of the process leaves through here as RFC 9457 problem+json. */
export function addProblems(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = toProblem(error)
    if (problem.status >= 500) request.log.error({ err: error, key: request.routeOptions.config.key }, 'request failed')
    return answer(request, reply, problem)
  })
  app.decorateReply('callNotFoundProblem', function callNotFoundProblem(this: FastifyReply) {
    return answer(this.request, this, new Problem('not_found'))
  })
}

/** An address that cannot be decoded has no route, and so does not come by the error handler. */
export const answerUnroutable = (_error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
  void answer(request, reply, new Problem('invalid_request', {}, [{ pointer: '', rule: 'malformed' }]))

const answer = (request: FastifyRequest, reply: FastifyReply, problem: Problem) =>
  reply.code(problem.status).type('application/problem+json; charset=utf-8').send(problemBody(problem, request.id))

/** RFC 9457 as text. */
export const problemBody = ({ code, status, params, errors }: Problem, requestId: string): string =>
  JSON.stringify({
    type: `https://tandem.example/problems/${code}`,
    title: code,
    status,
    code,
    params,
    errors,
    requestId,
  })

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (!(error instanceof Error)) return new Problem('server_error')
  const { code, statusCode } = error as Partial<FastifyError>
  if (code && code in byFastifyCode) return new Problem(byFastifyCode[code]!)
  if (statusCode === 429) return new Problem('rate_limited')
  const state = sqlState(error)
  if (state) return bySqlState(state)
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new Problem('invalid_request', {}, [{ pointer: '', rule: 'malformed' }])
  return new Problem('server_error')
}

const byFastifyCode: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_REQ_FILE_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
}

/** Constraints decide; what slips through a handler still becomes a clear problem, never a 500. */
function bySqlState(state: string): Problem {
  if (state === '23505') return new Problem('conflict')
  if (state === '23503') return new Problem('not_found')
  if (state.startsWith('22') || state === '23514' || state === '23502') return new Problem('unprocessable')
  if (state === '40001' || state === '40P01' || state === '55P03') return new Problem('conflict')
  if (state.startsWith('57') || state.startsWith('08') || state === '53300') return new Problem('overloaded')
  return new Problem('server_error')
}

/** The schema that every route names for its problems. */
export const problemSchema = {
  $id: 'Problem',
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'params', 'errors', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(problems) },
    params: { type: 'object', additionalProperties: true },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'rule'],
        properties: {
          pointer: { type: 'string' },
          rule: { type: 'string' },
          params: { type: 'object', additionalProperties: true },
        },
      },
    },
    requestId: { type: 'string' },
  },
}
