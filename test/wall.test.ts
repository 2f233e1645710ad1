import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract/index.ts'
import type { Route } from '#contract/kit.ts'
import { isId, newId } from '#kernel/id.ts'
import { newToken } from '#kernel/secrets.ts'
import { type Harness, startHarness, type TestWorkspace } from './harness.ts'
import { sampleOf } from './sample-of.ts'
import { furnishAgreements } from './wall/agreements.ts'
import { furnishConsensus } from './wall/consensus.ts'
import { furnishGlossary } from './wall/glossary.ts'
import { furnishInformation } from './wall/information.ts'
import { furnishMeetings } from './wall/meetings.ts'
import { furnishTrainings } from './wall/trainings.ts'

const routes = Object.entries(contract as Record<string, Route>)
/** The first part of an address names the resource that its id is of. */
const resourceOf = (path: string) => path.split('/')[1]!

let house: Harness
let theirs: TestWorkspace
let mine: TestWorkspace
const ids = new Map<string, string>()

beforeAll(async () => {
  house = await startHarness()
  theirs = await house.workspace('Theirs')
  mine = await house.workspace('Mine')
  await furnish(theirs)
})
afterAll(() => house.close())

/** Left out: versions are numbered per workspace, tokens are secrets of their own, sessions are a person's and no workspace's. */
const addressed = routes.filter(([key]) => /\/:\w+/.test(key) && !/:(version|token)\b|\/sessions\//.test(key))

test('there is a record of theirs for every address that takes an id', () => {
  const missing = new Set(
    addressed.map(([key]) => resourceOf(key.split(' ')[1]!)).filter((resource) => !ids.has(resource)),
  )
  expect([...missing]).toEqual([])
  expect(addressed.length).toBeGreaterThan(60)
})

test.each(addressed)('%s answers 404 for an id of another workspace and changes nothing', async (key, route) => {
  const [method, path] = key.split(' ') as [string, string]
  const url = path.replace(/:\w+/g, () => ids.get(resourceOf(path))!)
  const before = await digest()
  const answer = await mine.send(`${method} ${url}${queryOf(route)}`, {
    ...(route.body && { body: await bodyOf(route) }),
  })
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status: 404, code: 'not_found' })
  expect(await digest()).toBe(before)
})

/** What the query must hold. */
function queryOf(route: Route): string {
  const query = route.query ? Object.entries(sampleOf(route.query) as Record<string, unknown>) : []
  return query.length > 0 ? `?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}` : ''
}

/** What else the body names exists here, so that only the address can be refused. */
async function bodyOf(route: Route): Promise<object> {
  const body = sampleOf(route.body!) as Record<string, unknown>
  if ('memberId' in body) body.memberId = mine.ownerId
  if ('stageId' in body) body.stageId = (await mine.send('GET /pipelines')).body.items[0].stages[0].id
  return body
}

const lists = routes.filter(([key]) => key.startsWith('GET ') && !/:\w+/.test(key))

test.each(lists)('%s shows nothing of another workspace', async (key, route) => {
  if (route.produces === 'stream') return
  const answer = await mine.send(`${key}${queryOf(route)}`)
  for (const id of ids.values()) if (isId(id)) expect(answer.text).not.toContain(id)
  expect(answer.status).toBeLessThan(500)
})

test('without credentials every address but the public ones answers 401', async () => {
  for (const [key, route] of routes) {
    if (route.can === 'anyone') continue
    const [method, path] = key.split(' ') as [string, string]
    const answer = await house.visit(`${method} /api/v1${path.replace(/:\w+/g, newId())}`, {
      ...(route.body && { body: sampleOf(route.body) }),
    })
    expect(`${key} ${answer.status}`).toBe(`${key} 401`)
  }
})

/** Everything of theirs that a foreign hand could change, in one number. */
async function digest(): Promise<string> {
  const tables = [
    'contact',
    'company',
    'deal',
    'asset',
    'claim',
    'claim_proposal',
    'impact_item',
    'impact_task',
    'journey_stage',
    'touchpoint',
    'campaign',
    'agreement',
    'term',
    'term_version',
    'term_signature',
    'notice',
    'notice_recipient',
    'goal',
    'idea',
    'idea_vote',
    'idea_comment',
    'conflict',
    'conflict_side',
    'conflict_evidence',
    'conflict_decision',
    'pulse',
    'pulse_answer',
    'pulse_participation',
    'information_item',
    'information_version',
    'information_proposal',
    'information_template',
    'form',
    'handover',
    'task',
    'activity',
    'routing_rule',
    'saved_view',
    'member',
    'department',
    'role',
    'api_key',
    'invitation',
    'import',
    'export',
    'notification',
    'pipeline',
    'product',
    'product_family',
    'product_spec',
    'price_list',
    'price',
    'stock',
    'stock_feed',
    'waitlist_entry',
    'stock_movement',
    'inbound',
    'sales_order',
    'order_return',
    'shop_connection',
    'project',
    'project_seat',
    'training',
    'training_completion',
    'training_material',
    'training_session',
    'meeting_series',
    'meeting',
    'meeting_attendance',
    'meeting_agenda_item',
    'meeting_input',
    'calendar_feed',
    'document',
    'document_state',
    'document_version',
    'document_comment',
    'event',
  ]
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{
        hash: string
      }>`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${sql.table(table)} t where workspace_id = ${theirs.workspaceId}`.execute(
        house.services.db,
      )
      return rows[0]!.hash
    }),
  )
  return counts.join()
}

/** One record of each kind, made as a person would, or by SQL where only time makes them. */
async function furnish({ send, workspaceId, ownerId, departmentIds }: TestWorkspace) {
  const made = async (resource: string, key: string, body: object) => {
    const answer = await send(key, { body })
    if (answer.status >= 300) throw new Error(`${key}: ${answer.text}`)
    ids.set(resource, answer.body.id)
    return answer.body
  }
  const form = await made('forms', 'POST /forms', {
    name: 'F',
    fields: [{ key: 'email', type: 'email', label: 'E' }],
    handRaise: true,
  })
  const sent = await house.visit(`POST /f/${form.id}`, { body: { fields: { email: 'ana@example.com' } } })
  ids.set('contacts', sent.body.contactId)
  ids.set('handovers', (await send('GET /handovers?state=pending')).body.items[0].id)
  await made('companies', 'POST /companies', { name: 'Acme' })
  await made('deals', 'POST /deals', { name: 'D', contactId: sent.body.contactId })
  await made('product-families', 'POST /product-families', { name: 'F', attributes: [] })
  const product = await made('products', 'POST /products', { sku: 'WALL-1', name: 'P' })
  await send(`PUT /products/${product.id}/stock`, { body: { onHand: 10, reserved: 1 } })
  await send('POST /price-lists', { body: { key: 'theirs', name: 'Theirs', currency: 'EUR' } })
  ids.set('price-lists', 'theirs')
  await send('POST /price-lists', { body: { key: 'wall', name: 'W', currency: 'EUR' } })
  ids.set('price-lists', 'wall')
  await made('stock-feeds', 'POST /stock-feeds', { kind: 'webhook', name: 'F' })
  const order = await made('orders', 'POST /orders', { lines: [{ sku: 'X', quantity: 1, unitPriceCents: 100 }] })
  const returned = { orderLineId: order.lines[0].id, quantity: 1, reason: 'late' }
  await made('returns', 'POST /returns', { orderId: order.id, lines: [returned] })
  const shop = { kind: 'shopify', url: 'https://lumbre.example', credentials: { accessToken: 'shpat_x' } }
  await made('shops', 'POST /shops', { name: 'S', active: false, ...shop })
  await made('tasks', 'POST /tasks', { title: 'T' })
  await made('activities', 'POST /activities', { kind: 'note', body: 'n', contactId: sent.body.contactId })
  await made('views', 'POST /views', { list: 'contacts', name: 'V', shared: false, isDefault: false, state: {} })
  await made('routing-rules', 'POST /routing-rules', {
    name: 'R',
    condition: { field: 'country', op: 'eq', value: 'ES' },
    memberIds: [ownerId],
    active: true,
  })
  await made('campaigns', 'POST /campaigns', {
    ...{ name: 'C', startsOn: '2026-12-01', endsOn: '2026-12-02' },
    departmentIds: [departmentIds.marketing, departmentIds.sales],
  })
  await made('documents', 'POST /documents', { title: 'D', markdown: 'Words' })
  await furnishClaims(made)
  await furnishAgreements(made, theirs)
  await furnishConsensus(made, theirs)
  await furnishGlossary(made, theirs)
  await furnishInformation(made, theirs)
  await furnishMeetings(made, theirs)
  await furnishTrainings(made, theirs)
  await made('departments', 'POST /departments', { name: 'Product' })
  await made('roles', 'POST /roles', { name: 'Custom', permissions: ['contacts.read'] })
  await made('api-keys', 'POST /api-keys', { name: 'K', scopes: ['contacts.read'] })
  ids.set(
    'invitations',
    (
      await send('POST /invitations', {
        body: {
          email: 'new@example.com',
          roleId: (await send('GET /roles')).body.items[0].id,
          departmentIds: [],
          locale: 'es',
        },
      })
    ).body.id,
  )
  ids.set('pipelines', (await send('GET /pipelines')).body.items[0].id)
  ids.set('members', ownerId)
  await made('exports', 'POST /exports', { list: 'contacts', format: 'csv', query: {} })
  await house.drain()
  ids.set('notifications', await oneOf('notification', workspaceId))
  ids.set('mailbox', await oneOf('mail_message', workspaceId))
  ids.set('files', await oneOf('file', workspaceId))
  ids.set('imports', (await upload(send)).id)
  ids.set('jobs', await waitingJob(workspaceId))
}

/** A text that states seven days, a price that only the finder saw, and a new sheet that says five. */
async function furnishClaims(
  made: (resource: string, key: string, body: object) => Promise<{ id: string; version?: number }>,
) {
  const send = theirs.send
  const { id: productId } = await made('claimed product', 'POST /products', { sku: 'CLAIMED-1', name: 'Claimed one' })
  const publish = async (value: string) => {
    const attributes = [{ key: 'battery', label: 'Battery', value, unit: 'days', severity: 'critical' }]
    const { version } = await made('claimed sheet', `POST /products/${productId}/specs`, { attributes })
    await made('claimed sheet', `POST /products/${productId}/specs/${version}/publication`, {})
    await house.drain()
  }
  await publish('7')
  const asset = await made('assets', 'POST /assets', {
    type: 'ad',
    name: 'A',
    body: 'CLAIMED-1 lasts 7 days and costs 99 €.',
  })
  const claim = { assetType: 'ad', assetId: asset.id, productId, attributeKey: 'battery', statedValue: '7' }
  await made('claims', 'POST /claims', claim)
  await publish('5')
  for (const resource of ['claim-proposals', 'impacts'])
    ids.set(resource, (await send(`GET /${resource}`)).body.items[0].id)
  const stage = await made('journey-stages', 'POST /journey-stages', { name: 'S' })
  await made('touchpoints', 'POST /touchpoints', { stageId: stage.id, name: 'T' })
}

async function oneOf(table: string, workspaceId: string): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`select id from ${sql.table(table)} where workspace_id = ${workspaceId} limit 1`.execute(house.services.db)
  if (!rows[0]) throw new Error(`nothing in ${table}`)
  return rows[0].id
}

async function upload(send: TestWorkspace['send']) {
  const boundary = `x${newToken(6)}`
  const part = (name: string, value: string, extra = '') =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${extra}\r\n\r\n${value}\r\n`
  const body = `${part('kind', 'contacts')}${part('start', 'false')}${part('file', 'email\nana@example.com\n', '; filename="a.csv"\r\ncontent-type: text/csv')}--${boundary}--\r\n`
  const answer = await send('POST /imports', {
    body,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  })
  if (answer.status !== 202) throw new Error(answer.text)
  return answer.body as { id: string }
}

async function waitingJob(workspaceId: string): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`select id::text from graphile_worker.add_job('mail.deliver', json_build_object('workspaceId', ${workspaceId}::text, 'messageId', ${newId()}::text), run_at => now() + interval '1 day')`.execute(
    house.services.db,
  )
  return rows[0]!.id
}
