import Fastify from 'fastify'
import Type from 'typebox'
import { expect, test } from 'vitest'
import { defineRoutes, PageOf, type Route, type Routes } from '#contract/kit.ts'
import { mount } from '#kernel/http.ts'
import { addOpenApi } from '#kernel/openapi.ts'
import type { Services } from '#kernel/services.ts'
import { validatorCompiler } from '#kernel/validation.ts'
import { lintContract, type OpenApi, openApiDrift, unsaid } from './contract-lint.ts'
import { deadIn } from './dead-code.ts'
import { lintLocales } from './locale-lint.ts'
import { askedInVain, fieldRules, missingWords } from './word-lint.ts'

const wellMade: Route = { summary: 'A thing', can: 'member' }

test('the contract lint finds planted violations', () => {
  const planted: Record<string, Route> = {
    'GET /well-made': wellMade,
    'GET /without-handler': wellMade,
    'GET /without-summary': { can: 'member' },
    'GET /strange': { ...wellMade, can: 'things.juggle' as never },
    'GET /open': { ...wellMade, can: 'anyone' },
    'GET /endless': {
      ...wellMade,
      query: Type.Object({ limit: Type.Optional(Type.Integer()) }),
      reply: PageOf(Type.String()),
    },
  }
  const handlers = new Set(Object.keys(planted).filter((key) => key !== 'GET /without-handler'))
  expect(
    lintContract(planted, { handlers: new Set([...handlers, 'GET /nowhere']), permissions: ['things.read'] }),
  ).toEqual([
    'GET /without-handler has no handler',
    'GET /without-summary has no summary',
    'GET /strange asks for things.juggle',
    'GET /open is public without a limit',
    'GET /endless lists without a maximum',
    'GET /nowhere is handled but stands in no contract',
  ])
})

test('a name that nothing says is found', () => {
  expect(unsaid(['thing.made', 'thing.lost'], "record(tx, actor, at, 'thing.made', {}, [])")).toEqual(['thing.lost'])
})

test('a contract that has moved on from the document is found', async () => {
  const kept = await documentOf({ 'GET /kept': wellMade, 'GET /gone': wellMade, 'POST /things': thingOf(200) })
  expect(openApiDrift(kept, kept)).toEqual([])
  const now = await documentOf({ 'GET /kept': wellMade, 'GET /new': wellMade, 'POST /things': thingOf(201) })
  expect(openApiDrift(kept, now)).toEqual([
    'GET /new is not in the document',
    'GET /gone is only in the document',
    'POST /things is another in the document',
  ])
  expect(openApiDrift(kept, { ...kept, openapi: '3.0.0' } as OpenApi)).toHaveLength(1)
})

test('a problem, rule, permission or event without words in one language is found', () => {
  const named = { problems: ['not_found'], permissions: ['things.read'], timeline: ['thing.made'], rules: ['taken'] }
  const es = new Set(['problems.not_found', 'permissions.things.read', 'timeline.thing.made', 'rules.taken'])
  for (const key of es)
    expect(missingWords(named, { es, en: new Set([...es].filter((one) => one !== key)) })).toEqual([
      `${key} is missing in en`,
    ])
  expect(fieldRules("throw invalid('/name', 'taken', { limit }); [{ pointer: '/name', rule: 'too_odd' }]")).toEqual([
    'taken',
    'too_odd',
  ])
  expect(
    askedInVain('screen.tsx', "t('things.list.title'); t('things.list.tilte')", new Set(['things.list.title'])),
  ).toEqual(['screen.tsx: things.list.tilte'])
})

test('the locale lint finds planted violations', () => {
  const es = {
    'a.same': 'Hola, {name}',
    'a.count': '{n, plural, one {# cosa} other {# cosas de {who}}}',
    'a.empty': '',
  }
  const en = {
    'a.same': 'Hello, {nombre}',
    'a.count': '{n, plural, one {# thing} other {# things}}',
    'a.empty': 'Full',
  }
  const broken = { 'a.broken': '{n, plural, one {#}' }
  const lint = (mine: object, theirs: object) =>
    lintLocales(new Map(Object.entries(mine)), new Map(Object.entries(theirs)))
  expect(lint({ ...es, ...broken, 'a.here': 'Aquí' }, { ...en, 'a.broken': 'Broken', 'a.there': 'There' })).toEqual([
    'a.here is missing in en',
    'a.there is missing in es',
    'a.same takes {name} in es and {nombre} in en',
    'a.count takes {n, who} in es and {n} in en',
    'a.empty is empty',
    'a.broken is not a valid ICU message',
  ])
})

test('dead code is found: a file, an export and a package that nobody asks for', () => {
  expect(deadIn('test/guards/planted/dead').sort()).toEqual([
    'contract/nobody-imports-this.ts',
    'nobody-asks-for-this',
    'nobodyReadsThis',
  ])
})

const thingOf = (status: 200 | 201): Route => ({
  ...wellMade,
  body: Type.Object({ name: Type.String() }),
  reply: Type.Object({ name: Type.String() }),
  status,
})

/** The document that the program answers for a contract. */
async function documentOf(routes: Record<string, Route>): Promise<OpenApi> {
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler as never)
  await addOpenApi(app, { publicUrl: 'http://localhost' })
  await app.register(async (api) => mount(api, {} as Services, defineRoutes(routes as Routes), {}))
  await app.ready()
  const document: OpenApi = JSON.parse(JSON.stringify(app.swagger()))
  await app.close()
  return document
}
