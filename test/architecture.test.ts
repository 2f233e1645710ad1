import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cruise, type ICruiseOptions, type IForbiddenRuleType } from 'dependency-cruiser'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract, events, publicContract } from '#contract/index.ts'
import type { Route } from '#contract/kit.ts'
import { permissionNames } from '#contract/permissions.ts'
import { problems } from '#contract/problems.ts'
import { modules } from '../server/modules.ts'
import { lintContract, openApiDrift, unsaid } from './guards/contract-lint.ts'
import { flatten, lintLocales } from './guards/locale-lint.ts'
import { owners, sharedWrites } from './guards/owners.ts'
import { lintQueries, writtenTables } from './guards/query-lint.ts'
import { lintSchema } from './guards/schema-lint.ts'
import { askedInVain, fieldRules, missingWords } from './guards/word-lint.ts'
import { type Harness, startHarness } from './harness.ts'

const read = (path: string) => readFileSync(path, 'utf8')
const sources = globSync('server/**/*.ts').filter((path) => !path.endsWith('.test.ts') && !path.endsWith('schema.ts'))
/** The command line and the launcher speak to the server itself, not to workspaces' tables. */
const withQueries = sources.filter((path) => !/^server\/(cli|kernel\/postgres)\//.test(path))
const routes: Record<string, Route> = { ...contract, ...publicContract }

describe('imports', () => {
  test('every rule bites on a planted violation', async () => {
    const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
      forbidden: IForbiddenRuleType[]
      options: ICruiseOptions
    }
    const result = await cruise(['contract', 'server', 'web'], {
      tsPreCompilationDeps: true,
      ...(options.enhancedResolveOptions && { enhancedResolveOptions: options.enhancedResolveOptions }),
      baseDir: 'test/guards/planted',
      ruleSet: { forbidden },
      validate: true,
    })
    if (typeof result.output === 'string') throw new Error('expected an object')
    expect(result.output.modules.length).toBeGreaterThan(5)
    const bitten = new Set(result.output.summary.violations.map((violation) => violation.rule.name))
    expect(forbidden.map((rule) => rule.name).filter((name) => !bitten.has(name!))).toEqual([])
  })
})

describe('database', () => {
  let house: Harness
  beforeAll(async () => void (house = await startHarness()))
  afterAll(() => house.close())

  test('the schema keeps the way to a cluster open', async () => {
    expect(await lintSchema(house.services.pool)).toEqual([])
  })

  test('the schema lint finds planted violations', async () => {
    const client = new pg.Client({ connectionString: house.services.databaseUrl })
    await client.connect()
    await client.query('begin')
    await client.query(`create table planted_parent (id uuid primary key, name text unique);
      create table planted_child (workspace_id uuid, id uuid, parent uuid references planted_parent (id) on delete set null, primary key (workspace_id, id));
      create function planted() returns trigger language plpgsql as 'begin return new; end';
      create trigger planted_trigger before insert on planted_child for each row execute function planted()`)
    const wrong = (await lintSchema(client)).join('\n')
    await client.query('rollback')
    await client.end()
    for (const word of [
      'planted_parent has no workspace_id',
      'planted_parent_pkey',
      'planted_parent_name_key',
      'SET NULL',
      'planted_trigger',
    ])
      expect(wrong).toContain(word)
  })

  test('every workspace table is distributed by scripts/distribute.sql', async () => {
    const { rows } = await house.services.pool.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not in ('workspace', 'ops_migration')`,
    )
    const script = read('scripts/distribute.sql')
    expect(rows.map((row) => row.name).filter((name) => !script.includes(`'${name}'`))).toEqual([])
  })

  test('a plain PostgreSQL takes scripts/distribute.sql without harm', async () => {
    await house.services.pool.query(read('scripts/distribute.sql'))
  })
})

describe('queries', () => {
  test('run on a distributed table', () => {
    expect(withQueries.flatMap((path) => lintQueries(path, read(path)))).toEqual([])
  })

  test('the query lint finds planted violations', () => {
    const planted =
      'db.query("select * from contact where id = $1"); sql`update contact set at = random() where workspace_id = 1`; sql`insert into a (b) values (1) on conflict (b) do update set c = now()`; sql`select x from deal where workspace_id = 1 offset 20`'
    expect(lintQueries('planted.ts', planted)).toHaveLength(4)
  })

  test('only the owner writes a table', () => {
    const wrong = globSync('server/{modules,kernel}/**/*.ts')
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) => {
        const module = path.startsWith('server/kernel/') ? 'kernel' : path.split('/')[2]!
        return [...writtenTables(path, read(path))]
          .filter(
            (table) =>
              table in owners &&
              owners[table] !== module &&
              !sharedWrites[module]?.includes(table) &&
              module !== 'demo',
          )
          .map((table) => `${path} writes ${table}, which belongs to ${owners[table]}`)
      })
    expect(wrong).toEqual([])
    expect([...writtenTables('planted.ts', "tx.insertInto('formVersion'); sql`update contact set x = 1`")]).toEqual([
      'form_version',
      'contact',
    ])
  })
})

describe('contract', () => {
  test('every route is whole', () => {
    const handlers = new Set(
      modules.flatMap((module) => [...Object.keys(module.handlers ?? {}), ...Object.keys(module.publicHandlers ?? {})]),
    )
    expect(lintContract(routes, { handlers, permissions: permissionNames })).toEqual([])
  })

  test('every permission guards something, and every event and problem happens somewhere', () => {
    const code = sources.map(read).join('\n')
    const asked = new Set(Object.values(routes).map(({ can }) => can))
    expect(
      unsaid(
        permissionNames.filter((name) => !asked.has(name)),
        code,
      ),
    ).toEqual([])
    expect(unsaid(Object.keys(events), code)).toEqual([])
    expect(unsaid(Object.keys(problems), code)).toEqual([])
  })

  test('docs/openapi.json is what the program answers', async () => {
    const house = await startHarness()
    const answer = await house.visit('GET /api/v1/openapi.json')
    await house.close()
    expect(openApiDrift(JSON.parse(read('docs/openapi.json')), answer.body)).toEqual([])
  })
})

describe('words', () => {
  test('Spanish and English are complete and equal in shape', () => {
    expect(lintLocales()).toEqual([])
  })

  test('every problem, rule, permission and event has its words', () => {
    const named = {
      problems: Object.keys(problems),
      permissions: permissionNames,
      'accounts.subjects': permissionNames.map((name) => name.split('.')[0]!),
      timeline: Object.keys(events),
      rules: [...new Set(sources.flatMap((path) => fieldRules(read(path))))],
    }
    expect(missingWords(named, { es: flatten('es'), en: flatten('en') })).toEqual([])
  })

  test('every key that the code asks for exists', () => {
    const es = flatten('es')
    const code = globSync('{web,server}/**/*.{ts,tsx}').filter((path) => !path.includes('.test.'))
    expect(code.flatMap((path) => askedInVain(path, read(path), es))).toEqual([])
  })
})

test('nothing in the tree names a place of one machine', () => {
  const paths = globSync('{contract,server,web,tracker,test,bench,scripts,docs,locales}/**/*.{ts,tsx,md,json,sql,mjs}')
  expect(
    paths.filter((path) => /\/(home|Users|work)\/[a-z]/.test(read(path)) && !path.endsWith('architecture.test.ts')),
  ).toEqual([])
})
