import { createServer, type RequestListener } from 'node:http'
import fastifyCookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import type { Actor } from '#kernel/events.ts'
import { openFastLane, throughLanes } from '#kernel/fast-lane.ts'
import { addHealth } from '#kernel/health.ts'
import { mount } from '#kernel/http.ts'
import { isId, newId } from '#kernel/id.ts'
import { readAsJson } from '#kernel/json-body.ts'
import { addMetrics } from '#kernel/metrics.ts'
import type { Module } from '#kernel/module.ts'
import { addOpenApi } from '#kernel/openapi.ts'
import { addProblems, answerUnroutable } from '#kernel/problems.ts'
import { addSecurityHeaders } from '#kernel/security.ts'
import type { Services } from '#kernel/services.ts'
import { addUpgrades, shouldUpgrade } from '#kernel/upgrades.ts'
import { validatorCompiler } from '#kernel/validation.ts'
import { addWeb } from '#kernel/web.ts'
import { authenticate } from '#modules/accounts/public.ts'

export type AppOptions = {
  services: Services
  modules: readonly Module[]
  trustProxy?: boolean
  /** Requests per minute of one address; null switches the limits off (benchmarks). */
  requestsPerMinute: number | null
  /** Says whether the process still takes work; `/health/ready` follows it. */
  isReady?: () => boolean
  /** Tests only: an answer that does not match its schema becomes an error. */
  checkReplies?: (route: string, status: number, payload: unknown) => void
}

export const bodyLimitBytes = 2 * 1024 * 1024
export const uploadLimitBytes = 512 * 1024 * 1024

export async function buildApp({
  services,
  modules,
  trustProxy = false,
  requestsPerMinute,
  isReady = () => true,
  checkReplies,
}: AppOptions): Promise<FastifyInstance> {
  const lanes = modules.flatMap(({ fastLane, publicRoutes }) =>
    fastLane
      ? [openFastLane(fastLane(services), { routes: publicRoutes!, trustProxy, limited: requestsPerMinute !== null })]
      : [],
  )
  const upgrades = modules.flatMap(({ upgrade }) => (upgrade ? [upgrade(services)] : []))
  const app: FastifyInstance = Fastify({
    serverFactory: (framework) =>
      createServer(
        { keepAliveTimeout: 72_000, shouldUpgradeCallback: shouldUpgrade(upgrades) },
        throughLanes(lanes, () => app, framework as RequestListener),
      ),
    loggerInstance: services.log as FastifyBaseLogger,
    trustProxy,
    bodyLimit: bodyLimitBytes,
    requestIdHeader: false,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerUnroutable,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
  })
  app.setValidatorCompiler(validatorCompiler as never)
  app.setSerializerCompiler(() => (payload) => JSON.stringify(payload))
  app.decorateRequest('actor', null)
  app.decorateRequest('sessionExpired', false)
  addRequestLog(app)
  addSecurityHeaders(app, { https: services.publicUrl.startsWith('https:') })
  addProblems(app)
  readAsJson(app, 'application/json')
  if (checkReplies) addReplyCheck(app, checkReplies)
  await app.register(fastifyCookie)
  await app.register(formbody, { bodyLimit: bodyLimitBytes })
  await app.register(multipart, {
    limits: { fileSize: uploadLimitBytes, files: 1, fields: 20, fieldSize: 1024 * 1024 },
  })
  if (requestsPerMinute !== null) {
    await app.register(rateLimit, {
      max: requestsPerMinute,
      timeWindow: 60_000,
      keyGenerator: clientOf,
      errorResponseBuilder: rateLimited,
    })
  }
  await addOpenApi(app, services)
  addHealth(app, services, isReady)
  addMetrics(app, services)
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request, reply) => authenticate(services, request, reply))
      for (const module of modules) if (module.routes) mount(api, services, module.routes, module.handlers!)
    },
    { prefix: '/api/v1' },
  )
  await app.register(async (root) => {
    // The tracker sends JSON as text/plain, which needs no preflight.
    readAsJson(root, 'text/plain')
    for (const module of modules)
      if (module.publicRoutes) mount(root, services, module.publicRoutes, module.publicHandlers!, { tagless: true })
  })
  await addWeb(app)
  addUpgrades(app, upgrades)
  // Open streams never end by themselves and would hold up the shutdown.
  app.addHook('preClose', async () => services.live?.hangUp())
  // Open streams would keep the server from closing.
  app.addHook('preClose', async () => services.live?.close())
  await app.ready()
  return app
}

const requestId = (given: string | string[] | undefined) => (typeof given === 'string' && isId(given) ? given : newId())

const clientOf = (request: FastifyRequest & { actor?: Actor | null }) =>
  request.actor ? `${request.actor.workspaceId} ${request.actor.id}` : request.ip

const rateLimited = (_request: unknown, { after }: { after: string }) =>
  Object.assign(new Error('rate limited'), { statusCode: 429, after })

/** One line an answer: method, route pattern, status, time. No address, no query, no body. */
function addRequestLog(app: FastifyInstance) {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url
    if (route === '/e' || route?.startsWith('/health')) return
    request.log.info(
      {
        method: request.method,
        route: route ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        workspaceId: request.actor?.workspaceId,
      },
      'request',
    )
  })
}

function addReplyCheck(app: FastifyInstance, check: NonNullable<AppOptions['checkReplies']>) {
  app.addHook('preSerialization', async (request, reply, payload) => {
    const key = request.routeOptions.config.key
    if (key) check(key, reply.statusCode, payload)
    return payload
  })
}
