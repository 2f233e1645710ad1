import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Services } from './services.ts'

/** `/health/live`: the process runs. `/health/ready`: it takes work and its database answers. */
export function addHealth(app: FastifyInstance, { db }: Services, isReady: () => boolean) {
  const options = { schema: { hide: true }, config: { rateLimit: false } }
  app.get('/health/live', options, async () => ({ status: 'live' }))
  app.get('/health/ready', options, async (_request, reply) => {
    const answers = isReady() && (await databaseAnswers(db))
    return reply.code(answers ? 200 : 503).send({ status: answers ? 'ready' : 'not_ready' })
  })
}

const databaseAnswers = (db: Services['db']) =>
  Promise.race([
    sql`select 1`.execute(db).then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2000).unref()),
  ])
