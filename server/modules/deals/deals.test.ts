import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type Answer, type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let lumbre: TestWorkspace
let other: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  lumbre = await house.workspace()
  other = await house.workspace('Otra')
})
afterAll(() => house.close())

const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  lumbre.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const stages = async () =>
  (await send('GET /pipelines')).body.items[0].stages as { id: string; key: string; name: string }[]
const open = async (body: object = {}): Promise<Answer['body']> =>
  (await send('POST /deals', { name: 'Pedido', ...body })).body
const contact = async () =>
  (await send('POST /contacts', { fullName: 'Ana Ruiz', email: `ana-${newId()}@example.com`, companyName: 'Acme' }))
    .body
const stageOfContact = async (id: string) => (await send(`GET /contacts/${id}`)).body.lifecycleStage

test('a new workspace sells through four stages in its language', async () => {
  const { body } = await send('GET /pipelines')
  expect(body.items).toHaveLength(1)
  expect(body.items[0]).toMatchObject({ name: 'Ventas', isDefault: true })
  expect(
    body.items[0].stages.map((stage: { name: string; probability: number }) => [stage.name, stage.probability]),
  ).toEqual([
    ['Nueva', 10],
    ['Cualificada', 25],
    ['Propuesta', 50],
    ['Negociación', 75],
  ])
})

test('a deal goes from opening to won, and takes its contact along', async () => {
  const ana = await contact()
  const deal = await open({
    contactId: ana.id,
    amount: { amountCents: 125_050, currency: 'EUR' },
    expectedCloseOn: '2026-12-15',
  })
  expect(deal).toMatchObject({
    state: 'open',
    stageKey: 'new',
    contactName: 'Ana Ruiz',
    companyName: 'Acme',
    amount: { amountCents: 125_050, currency: 'EUR' },
    ownerId: lumbre.ownerId,
    version: 1,
  })
  expect(await stageOfContact(ana.id)).toBe('opportunity')

  const won = await send(`POST /deals/${deal.id}/won`, { reason: 'Plazo de entrega' })
  expect(won).toMatchObject({
    status: 200,
    body: { state: 'won', wonReason: 'Plazo de entrega', closedAt: monday.toISOString(), version: 2 },
  })
  expect(won.headers.etag).toBe('"2"')
  expect(await stageOfContact(ana.id)).toBe('customer')
  expect((await send(`POST /deals/${deal.id}/lost`, { reason: 'price' })).body.code).toBe('deal_already_closed')
  expect((await send(`POST /deals/${deal.id}/stage`, { stageId: (await stages())[1]!.id })).body.code).toBe(
    'deal_already_closed',
  )

  const second = await open({ contactId: ana.id })
  expect(await stageOfContact(ana.id)).toBe('customer')
  await send(`POST /deals/${second.id}/lost`, { reason: 'other', note: 'Se fue' })
  expect(await stageOfContact(ana.id)).toBe('customer')

  expect((await send(`POST /deals/${deal.id}/reopening`)).body).toMatchObject({
    state: 'open',
    closedAt: null,
    wonReason: null,
  })
  expect(await stageOfContact(ana.id)).toBe('opportunity')
  expect((await send(`POST /deals/${deal.id}/reopening`)).body.code).toBe('invalid_transition')
})

test('the timeline tells it all, newest first, with who did it and the words of notes', async () => {
  const ana = await contact()
  const deal = await open({ contactId: ana.id, name: 'Luces' })
  await send(`PATCH /deals/${deal.id}`, { amount: { amountCents: 900, currency: 'EUR' } })
  await send(`POST /deals/${deal.id}/stage`, { stageId: (await stages())[2]!.id })
  const note = await send('POST /activities', { kind: 'note', dealId: deal.id, body: 'Pide plazo corto' })
  expect(note.body).toMatchObject({ contactId: ana.id, dealName: 'Luces' })
  await send(`POST /deals/${deal.id}/lost`, { reason: 'timing' })

  const first = await send(`GET /deals/${deal.id}/timeline?limit=3`)
  const rest = await send(`GET /deals/${deal.id}/timeline?limit=3&after=${first.body.next}`)
  const items = [...first.body.items, ...rest.body.items]
  expect(rest.body.next).toBeNull()
  expect(items.map((item) => item.name)).toEqual([
    'deal.lost',
    'activity.logged',
    'deal.stage_changed',
    'deal.updated',
    'deal.opened',
  ])
  expect(items[0]).toMatchObject({ actorName: 'Olga Owner', data: { reason: 'timing' } })
  expect(items[1].data.body).toBe('Pide plazo corto')
  expect(items[2].data).toMatchObject({ fromStage: 'Nueva', toStage: 'Propuesta' })
  expect(items[3].data.changes).toEqual({ amount: [null, { amountCents: 900, currency: 'EUR' }] })
  expect(
    (await send(`GET /contacts/${ana.id}/timeline`)).body.items.map((item: { name: string }) => item.name),
  ).toEqual(expect.arrayContaining(['deal.opened', 'deal.lost', 'activity.logged']))
})

test('wrong input names its field and changes nothing', async () => {
  const before = (await send('GET /deals?limit=1')).body.approximateTotal
  const foreign = (await other.send('GET /pipelines')).body.items[0].stages[0].id
  const wrong: [object, number, object][] = [
    [{}, 400, { pointer: '/name', rule: 'required' }],
    [{ name: '  ' }, 400, { pointer: '/name', rule: 'min_length' }],
    [{ name: 'X', colour: 'red' }, 400, { pointer: '/colour', rule: 'unknown_field' }],
    [{ name: 'X', amount: { amountCents: -1, currency: 'EUR' } }, 400, { pointer: '/amount' }],
    [{ name: 'X', amount: { amountCents: 1.5, currency: 'EUR' } }, 400, { pointer: '/amount' }],
    [{ name: 'X', expectedCloseOn: '2026-02-30' }, 400, { pointer: '/expectedCloseOn' }],
    [{ name: 'X', contactId: newId() }, 422, { pointer: '/contactId', rule: 'unknown_record' }],
    [{ name: 'X', ownerId: other.ownerId }, 422, { pointer: '/ownerId', rule: 'unknown_record' }],
    [{ name: 'X', stageId: foreign }, 422, { pointer: '/stageId', rule: 'unknown_record' }],
  ]
  for (const [body, status, error] of wrong) {
    const answer = await send('POST /deals', body)
    expect([answer.status, answer.body.errors], JSON.stringify(body)).toEqual([
      status,
      expect.arrayContaining([expect.objectContaining(error)]),
    ])
  }
  const deal = await open()
  expect((await send(`POST /deals/${deal.id}/won`, { closedAt: '2030-01-01T00:00:00Z' })).body.errors).toEqual([
    { pointer: '/closedAt', rule: 'in_future' },
  ])
  expect((await send(`POST /deals/${deal.id}/lost`, { reason: 'bored' })).status).toBe(400)
  expect((await send(`POST /deals/${deal.id}/stage`, { stageId: foreign })).status).toBe(422)
  expect((await send(`POST /deals/${deal.id}/stage`, { stageId: deal.stageId, afterId: newId() })).body.errors).toEqual(
    [{ pointer: '/afterId', rule: 'unknown_record' }],
  )
  expect((await send('GET /deals?after=bm8')).body.errors).toEqual([{ pointer: '/after', rule: 'cursor' }])
  expect((await send('GET /deals?limit=1')).body.approximateTotal).toBe(before + 1)
})

test('a stage of another pipeline is refused', async () => {
  const pipelineId = newId()
  const stageId = newId()
  await sql`insert into pipeline (workspace_id, id, name, created_at) values (${lumbre.workspaceId}, ${pipelineId}, 'Renovaciones', ${monday})`.execute(
    house.services.db,
  )
  await sql`insert into pipeline_stage (workspace_id, id, pipeline_id, position, key, name, probability)
    values (${lumbre.workspaceId}, ${stageId}, ${pipelineId}, 0, 'due', 'Vence', 50)`.execute(house.services.db)
  const deal = await open()
  const refused = await send(`POST /deals/${deal.id}/stage`, { stageId })
  expect([refused.status, refused.body.errors]).toEqual([422, [{ pointer: '/stageId', rule: 'other_pipeline' }]])
  expect((await send('POST /deals/bulk', { ids: [deal.id], stageId })).status).toBe(422)
})

test('another workspace sees nothing and can do nothing', async () => {
  const deal = await open({ name: 'Secreto' })
  const { stageId } = deal
  for (const [key, body] of [
    ['GET', undefined],
    ['PATCH', { name: 'Mío' }],
    ['DELETE', undefined],
  ] as const)
    expect((await other.send(`${key} /deals/${deal.id}`, body && { body })).status).toBe(404)
  for (const [verb, body] of [
    ['stage', { stageId }],
    ['won', {}],
    ['lost', { reason: 'price' }],
    ['reopening', {}],
    ['restoration', {}],
  ] as const)
    expect([404, 422]).toContain(
      (
        await other.send(
          `POST /deals/${deal.id}/${verb}`,
          verb === 'reopening' || verb === 'restoration' ? {} : { body },
        )
      ).status,
    )
  expect((await other.send(`GET /deals/${deal.id}/timeline`)).status).toBe(404)
  expect((await other.send('GET /deals?q=secreto')).body.items).toEqual([])
  expect((await other.send('POST /deals/bulk', { body: { ids: [deal.id], deleted: true } })).body).toEqual({
    changed: 0,
    skipped: 1,
  })
  expect((await send(`GET /deals/${deal.id}`)).body).toMatchObject({ name: 'Secreto', version: 1, state: 'open' })
})

test('of two who close a deal at once, one is told it is closed; of two who edit, the second has to look', async () => {
  const deal = await open()
  const both = await Promise.all([
    send(`POST /deals/${deal.id}/won`, {}),
    send(`POST /deals/${deal.id}/won`, {}),
    send(`POST /deals/${deal.id}/lost`, { reason: 'price' }),
  ])
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
  const closed = await sql<{
    count: number
  }>`select count(*) as count from event where workspace_id = ${lumbre.workspaceId}
    and name in ('deal.won', 'deal.lost') and subjects @> array[${deal.id}]::uuid[]`.execute(house.services.db)
  expect(closed.rows[0]!.count).toBe(1)

  const edited = await open()
  expect((await send(`PATCH /deals/${edited.id}`, { name: 'Uno' }, { 'if-match': '"1"' })).body).toMatchObject({
    name: 'Uno',
    version: 2,
  })
  expect((await send(`PATCH /deals/${edited.id}`, { name: 'Dos' }, { 'if-match': '"1"' })).status).toBe(412)
  expect((await send(`PATCH /deals/${edited.id}`, { name: 'Uno', tags: [] }, { 'if-match': '"2"' })).body.version).toBe(
    2,
  )

  const key = { 'idempotency-key': newId() }
  const [one, two] = await Promise.all([
    send('POST /deals', { name: 'Doble' }, key),
    send('POST /deals', { name: 'Doble' }, key),
  ])
  expect(one.body.id).toBe(two.body.id)
})

test('lists filter, sort and page without skipping, empty values included', async () => {
  const marta = await house.workspace('Listas')
  const make = (body: object) => marta.send('POST /deals', { body: { name: 'x', ...body } })
  for (let index = 0; index < 12; index++) {
    house.clock.advance(60_000)
    await make({
      name: `Pedido ${index % 5}`,
      ...(index % 3 > 0 && { amount: { amountCents: (index % 4) * 10_000, currency: 'EUR' } }),
      ...(index % 4 > 0 && { expectedCloseOn: `2026-12-0${(index % 3) + 1}` }),
      tags: index % 2 ? ['feria'] : [],
      productName: index === 7 ? 'Cámara Réflex' : null,
    })
  }
  for (const sort of [
    'createdAt',
    '-createdAt',
    'amount',
    '-amount',
    'expectedCloseOn',
    '-expectedCloseOn',
    'name',
    '-name',
    'stageSince',
    '-stageSince',
    'position',
    '-position',
  ]) {
    const whole = (await marta.send(`GET /deals?sort=${sort}&limit=200`)).body.items.map(
      (deal: { id: string }) => deal.id,
    )
    const paged: string[] = []
    let next = ''
    do {
      const { body } = await marta.send(`GET /deals?sort=${sort}&limit=5${next && `&after=${next}`}`)
      paged.push(...body.items.map((deal: { id: string }) => deal.id))
      next = body.next
    } while (next)
    expect([sort, paged]).toEqual([sort, whole])
    expect(new Set(whole).size).toBe(12)
  }
  const amounts = (await marta.send('GET /deals?sort=-amount')).body.items.map(
    (deal: { amount: { amountCents: number } | null }) => deal.amount?.amountCents ?? null,
  )
  expect(amounts.slice(0, 2)).toEqual([30_000, 20_000].sort((a, b) => b - a).map((_, index) => amounts[index]))
  expect(amounts.at(-1)).toBeNull()
  const count = async (query: string) => (await marta.send(`GET /deals?${query}`)).body.approximateTotal
  expect(await count('q=camara reflex')).toBe(1)
  expect(await count('q=100%25')).toBe(0)
  expect(await count('tag=feria')).toBe(6)
  expect(await count('amountMin=200')).toBe(
    amounts.filter((amount: number | null) => amount !== null && amount >= 20_000).length,
  )
  expect(await count('closeFrom=2026-12-02&closeTo=2026-12-02')).toBe(3)
  expect(await count('createdFrom=2026-11-23&createdTo=2026-11-23')).toBe(12)
  expect(await count('createdFrom=2026-11-24')).toBe(0)
  expect(await count('state=won&state=lost')).toBe(0)
})

test('the board sums its columns and warns of what stalls', async () => {
  const tere = await house.workspace('Tablero')
  const stage = (await tere.send('GET /pipelines')).body.items[0].stages[1]
  for (const amount of [10_000, 20_000, null])
    await tere.send('POST /deals', {
      body: { name: 'D', stageId: stage.id, ...(amount && { amount: { amountCents: amount, currency: 'EUR' } }) },
    })
  await tere.send('POST /deals', {
    body: { name: 'Dólares', stageId: stage.id, amount: { amountCents: 700, currency: 'USD' } },
  })
  const column = async (query = '') => (await tere.send(`GET /deals/board${query}`)).body.stages[1]
  expect(await column('?limit=2')).toMatchObject({
    count: 4,
    total: { amountCents: 30_000, currency: 'EUR' },
    weighted: { amountCents: 7_500, currency: 'EUR' },
    otherTotals: [{ amountCents: 700, currency: 'USD' }],
  })
  const first = await column('?limit=2')
  const rest = await tere.send(`GET /deals?stageId=${stage.id}&state=open&sort=position&after=${first.next}`)
  expect([...first.items, ...rest.body.items].map((deal) => deal.name)).toEqual(['Dólares', 'D', 'D', 'D'])
  expect(first.items[0].isRotting).toBe(false)
  house.clock.advance(14 * 86_400_000 + 1000)
  expect((await column()).items[0].isRotting).toBe(true)
})

test('many deals change at once; what cannot change is counted', async () => {
  const [a, b, c] = [await open({ tags: ['viejo'] }), await open(), await open()]
  await send(`POST /deals/${c.id}/lost`, { reason: 'price' })
  const target = (await stages())[3]!
  const ids = [a.id, b.id, c.id, newId()]
  expect((await send('POST /deals/bulk', { ids, stageId: target.id })).body).toEqual({ changed: 2, skipped: 2 })
  expect(
    (await send('POST /deals/bulk', { ids, addTags: ['feria'], removeTags: ['viejo'], ownerId: null })).body,
  ).toEqual({ changed: 3, skipped: 1 })
  expect((await send(`GET /deals/${a.id}`)).body).toMatchObject({ stageId: target.id, tags: ['feria'], ownerId: null })
  const board = await send('GET /deals/board')
  expect(board.body.stages[3].items.slice(0, 2).map((deal: { id: string }) => deal.id)).toEqual([a.id, b.id])
  expect((await send('POST /deals/bulk', { ids, deleted: true })).body).toEqual({ changed: 3, skipped: 1 })
  expect((await send(`GET /deals/${a.id}`)).status).toBe(404)
  expect((await send('POST /deals/bulk', { ids, deleted: false })).body).toEqual({ changed: 3, skipped: 1 })
  expect((await send(`DELETE /deals/${a.id}`)).status).toBe(204)
  expect((await send(`POST /deals/${a.id}/restoration`)).body).toMatchObject({ id: a.id, state: 'open' })
  expect((await send('POST /deals/bulk', { ids })).status).toBe(400)
})

test('a pipeline is reshaped: renamed, reordered, grown, and a stage removed only when its deals have a place', async () => {
  const raul = await house.workspace('Embudos')
  const { id, stages: old, version } = (await raul.send('GET /pipelines')).body.items[0]
  const deal = (await raul.send('POST /deals', { body: { name: 'En la segunda', stageId: old[1].id } })).body
  const slim = ({
    id,
    name,
    probability,
    rotDays,
  }: {
    id: string
    name: string
    probability: number
    rotDays: number | null
  }) => ({ id, name, probability, rotDays })
  const wanted = [
    slim(old[3]),
    slim(old[0]),
    { name: 'Nueva fase', probability: 60, rotDays: null },
    { ...slim(old[2]), name: 'Oferta' },
  ]
  const refused = await raul.send(`PATCH /pipelines/${id}`, { body: { stages: wanted } })
  expect([refused.status, refused.body.errors]).toEqual([
    422,
    [{ pointer: '/moves', rule: 'stage_in_use', params: { stage: 'Cualificada', deals: 1 } }],
  ])
  const changed = await raul.send(`PATCH /pipelines/${id}`, {
    body: { name: 'Directa', stages: wanted, moves: [{ fromStageId: old[1].id, toStageId: old[2].id }] },
    headers: { 'if-match': `"${version}"` },
  })
  expect(changed.body.name).toBe('Directa')
  expect(
    changed.body.stages.map((stage: { name: string; openDeals: number }) => [stage.name, stage.openDeals]),
  ).toEqual([
    ['Negociación', 0],
    ['Nueva', 0],
    ['Nueva fase', 0],
    ['Oferta', 1],
  ])
  expect((await raul.send(`GET /deals/${deal.id}`)).body).toMatchObject({ stageName: 'Oferta', version: 2 })
  expect(
    (await raul.send(`PATCH /pipelines/${id}`, { body: { name: 'Tarde' }, headers: { 'if-match': `"${version}"` } }))
      .status,
  ).toBe(412)
  expect(
    (
      await raul.send(`PATCH /pipelines/${id}`, {
        body: { stages: [...wanted, { name: 'negociacion', probability: 1, rotDays: null }] },
      })
    ).status,
  ).toBe(400)
  expect((await other.send(`PATCH /pipelines/${id}`, { body: { name: 'Ajena' } })).status).toBe(404)
})
