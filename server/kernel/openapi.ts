import swagger from '@fastify/swagger'
import reference from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { problemSchema } from './problems.ts'
import type { Services } from './services.ts'

/** OpenAPI 3.1 from the mounted contract, and its reading room. */
export async function addOpenApi(app: FastifyInstance, { publicUrl }: Pick<Services, 'publicUrl'>) {
  app.addSchema(problemSchema)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tándem',
        version: '1',
        description: 'Sales and marketing as one. Times are RFC 3339 in UTC; money is in cents; ids are UUIDv7.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'API key `tdm_…`' },
          session: { type: 'apiKey', in: 'cookie', name: 'tandem.session_token' },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema${index}`,
    },
  })
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await app.register(reference, {
    routePrefix: '/api/docs',
    configuration: {
      url: '/api/v1/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
    } as never,
  })
}
