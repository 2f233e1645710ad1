import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type InformationTeam, informationTeam } from '#test/builders/information.ts'
import type { TestMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness } from '#test/harness.ts'
import { freshnessScore } from './public.ts'
import { freshness } from './rules/freshness.ts'

let house: Harness
let home: InformationTeam['home']
let iván: InformationTeam['iván']
let rosa: InformationTeam['rosa']
let send: InformationTeam['send']
let item: InformationTeam['item']
let ask: InformationTeam['ask']
let tasks: InformationTeam['tasks']
let inbox: InformationTeam['inbox']
let prices: InformationTeam['prices']

beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => {
  house.clock.set(monday)
  ;({ home, iván, rosa, send, item, ask, tasks, inbox, prices } = await informationTeam(house))
})
afterAll(() => house.close())

const day = 86_400_000

describe('items', () => {
  test('an item is stale until its owner verifies it, fresh for its interval, then falls to nothing', async () => {
    const { id, ...made } = await ask({ value: '19,99 €' })
    expect(made).toMatchObject({ value: '19,99 €', kind: 'text', freshness: 0, state: 'never', dueOn: '2026-11-23' })
    const verified = await send(`POST /information-items/${id}/verification`, {})
    expect(verified.body).toMatchObject({ freshness: 1, state: 'fresh', dueOn: '2026-11-30', verifiedBy: home.ownerId })
    house.clock.advance(7 * day)
    expect(await item(id)).toMatchObject({ freshness: 1, state: 'due' })
    house.clock.advance(1 * day)
    expect((await item(id)).freshness).toBeCloseTo(6 / 7)
    house.clock.advance(6 * day)
    expect(await item(id)).toMatchObject({ freshness: 0, state: 'stale' })
  })

  test('only the owner verifies and sets the value; others propose, and are told what became of it', async () => {
    const { id } = await ask({ value: '20' })
    const refused = await iván.send(`POST /information-items/${id}/verification`, { body: {} })
    expect(refused).toMatchObject({ status: 403, body: { code: 'information_owner_only' } })
    expect((await iván.send(`PATCH /information-items/${id}`, { body: { value: '21' } })).status).toBe(403)
    const propose = (value: string) =>
      iván.send(`POST /information-items/${id}/proposals`, { body: { value, reason: 'Sube el lunes' } })
    const first = (await propose('21')).body
    const second = (await propose('22')).body
    expect((await item(id)).openProposals).toBe(2)
    const at = `/information-items/${id}/proposals`
    expect((await iván.send(`POST ${at}/${first.id}/acceptance`, { body: {} })).status).toBe(403)
    expect((await send(`POST ${at}/${second.id}/decline`, { reason: '' })).status).toBe(400)
    expect((await send(`POST ${at}/${second.id}/decline`, { reason: 'Aún no' })).body).toMatchObject({
      state: 'declined',
      declineReason: 'Aún no',
    })
    expect((await send(`POST ${at}/${first.id}/acceptance`, {})).body).toMatchObject({ value: '21', freshness: 1 })
    expect((await send(`POST ${at}/${first.id}/decline`, { reason: 'No' })).body.code).toBe(
      'information_proposal_decided',
    )
    const history = (await send(`GET /information-items/${id}/history`)).body.items
    expect(history.map((one: { act: string }) => one.act)).toEqual([
      'proposal_accepted',
      'proposal_declined',
      'value_set',
    ])
    expect(history[0]).toMatchObject({ before: '20', after: '21', reason: 'Sube el lunes', actorName: 'Olga Owner' })
    expect((await inbox(iván)).map(({ kind }) => kind).sort()).toEqual([
      'information_proposal_accepted',
      'information_proposal_declined',
    ])
    const third = (await propose('23')).body
    expect((await send(`DELETE ${at}/${third.id}`)).status).toBe(403)
    expect((await iván.send(`DELETE ${at}/${third.id}`)).status).toBe(204)
    expect((await send(`POST ${at}`, { value: '24' })).body.state).toBe('accepted')
    expect((await item(id)).value).toBe('24')
  })

  test('setting a value verifies it, keeps the history, and minds who was there before', async () => {
    const { id, version } = await ask({ kind: 'number', value: 20, unit: '€' })
    const set = await send(
      `PATCH /information-items/${id}`,
      { value: 21.5, reason: 'Tarifa nueva' },
      {
        'if-match': `"${version}"`,
      },
    )
    expect(set.body).toMatchObject({ value: 21.5, freshness: 1 })
    expect((await send(`PATCH /information-items/${id}`, { value: 3 }, { 'if-match': `"${version}"` })).status).toBe(
      412,
    )
    expect((await send(`PATCH /information-items/${id}`, { value: 'mucho' })).body.errors[0].rule).toBe('number')
    await send(`PATCH /information-items/${id}`, { intervalDays: 14 })
    expect((await item(id)).dueOn).toBe('2026-12-07')
    const history = (await send(`GET /information-items/${id}/history?limit=2`)).body
    expect(history.items).toMatchObject([
      { act: 'terms_changed', before: '7', after: '14', reason: 'intervalDays' },
      { act: 'value_set', before: '20', after: '21.5' },
    ])
    expect((await send(`GET /information-items/${id}/history?limit=2&after=${history.next}`)).body.items).toHaveLength(
      1,
    )
  })

  test('what makes no sense is refused and says why', async () => {
    const rule = async (more: object) => {
      const answer = await send('POST /information-items', prices(more))
      return `${answer.status} ${answer.body.errors?.[0]?.pointer} ${answer.body.errors?.[0]?.rule}`
    }
    expect(await rule({ intervalDays: 0 })).toBe('400 /intervalDays minimum')
    expect(await rule({ intervalDays: 3650 })).toBe('400 /intervalDays maximum')
    expect(await rule({ intervalDays: 1.5 })).toMatch(/^400 \/intervalDays/)
    expect(await rule({ name: '  ' })).toBe('400 /name min_length')
    expect(await rule({ ownerId: iván.id })).toBe('422 /ownerId not_in_department')
    expect(await rule({ ownerId: newId() })).toBe('422 /ownerId unknown_member')
    expect(await rule({ providedByDepartmentId: newId() })).toBe('422 /providedByDepartmentId unknown_record')
    expect(await rule({ campaignId: newId() })).toBe('422 /campaignId unknown_record')
    expect(await rule({ projectId: newId() })).toBe('422 /projectId unknown_record')
    expect(await rule({ kind: 'link', value: 'javascript:alert(1)' })).toBe('400 /value web_address')
    expect(await rule({ kind: 'number', value: 'x' })).toBe('400 /value number')
    await send(`DELETE /members/${rosa.id}`)
    const service = { providedByDepartmentId: home.departmentIds.service }
    expect(await rule({ ...service, ownerId: rosa.id })).toBe('422 /ownerId unknown_member')
    // Service sits inside sales, and a department may keep a list of its own.
    expect(await rule({ ...service })).toMatch(/^201/)
    expect(await rule({ requestedByDepartmentId: home.departmentIds.sales })).toMatch(/^201/)
  })

  test('a department that has nobody may be answered for by anybody', async () => {
    const { id } = (await send('POST /departments', { name: 'Compras' })).body
    expect(await ask({ providedByDepartmentId: id, ownerId: iván.id })).toMatchObject({ ownerName: 'Iván' })
  })

  test('deleted items are neither listed nor asked for, and come back as they were', async () => {
    const { id } = await ask()
    expect((await tasks()).length).toBe(1)
    expect((await send(`DELETE /information-items/${id}`)).status).toBe(204)
    expect((await tasks()).length).toBe(0)
    expect((await send(`GET /information-items/${id}`)).status).toBe(404)
    expect((await send('GET /information-items')).body.items).toEqual([])
    expect((await send(`POST /information-items/${id}/restoration`)).body).toMatchObject({ id, state: 'never' })
  })

  test('another workspace sees and changes nothing', async () => {
    const { id } = await ask()
    const other = await house.workspace('Otra')
    for (const key of [`GET /information-items/${id}`, `POST /information-items/${id}/verification`])
      expect((await other.send(key, key.startsWith('POST') ? { body: {} } : {})).status).toBe(404)
    expect((await other.send('POST /information-items/verifications', { body: { ids: [id] } })).body).toEqual({
      verified: 0,
      refused: [{ id, reason: 'not_found' }],
    })
    const stolen = await other.send('POST /information-items', {
      body: { ...prices(), ownerId: other.ownerId, requestedByDepartmentId: other.departmentIds.marketing },
    })
    expect(stolen.body.errors[0]).toMatchObject({ pointer: '/providedByDepartmentId', rule: 'unknown_record' })
  })

  test('nothing is half-written when an act fails', async () => {
    const before = await sql<{ count: number }>`select count(*) as count from information_item`.execute(
      house.services.db,
    )
    await send('POST /information-items', prices({ ownerId: iván.id }))
    const after = await sql<{ count: number }>`select count(*) as count from information_item`.execute(
      house.services.db,
    )
    expect(after.rows[0]!.count).toBe(before.rows[0]!.count)
  })
})

describe('views', () => {
  test('what I owe, what I need, what is stale, and who needs how much of whom', async () => {
    const mine = await ask()
    const ivans = await ask({
      name: 'Calendario',
      requestedByDepartmentId: home.departmentIds.service,
      providedByDepartmentId: home.departmentIds.marketing,
      ownerId: iván.id,
      mandatory: false,
    })
    const names = async (who: Pick<TestMember, 'send'>, query: string) =>
      (await who.send(`GET /information-items?${query}`)).body.items.map((one: { name: string }) => one.name)
    expect(await names(home, 'view=owe')).toEqual(['Precios en vigor'])
    expect(await names(iván, 'view=owe')).toEqual(['Calendario'])
    expect(await names(iván, 'view=need')).toEqual(['Precios en vigor'])
    expect(await names(rosa, 'view=need')).toEqual(['Calendario'])
    await send(`POST /information-items/${mine.id}/verification`, {})
    expect(await names(home, 'view=stale')).toEqual(['Calendario'])
    expect(await names(home, 'q=calen')).toEqual(['Calendario'])
    expect(await names(home, 'mandatory=true&state=fresh')).toEqual(['Precios en vigor'])
    expect(await names(home, 'sort=-freshness')).toEqual(['Precios en vigor', 'Calendario'])
    const first = (await send('GET /information-items?sort=freshness&limit=1')).body
    expect(first).toMatchObject({ items: [{ id: ivans.id }], approximateTotal: 2 })
    const second = (await send(`GET /information-items?sort=freshness&limit=1&after=${first.next}`)).body
    expect(second).toMatchObject({ items: [{ id: mine.id }], next: null })
    const { cells, ...matrix } = (await send('GET /information-items/matrix')).body
    expect(matrix).toMatchObject({ freshness: 0.5, ready: true })
    expect(cells.find((cell: { items: number; mandatory: number }) => cell.mandatory === 1)).toMatchObject({
      requestedByDepartmentId: home.departmentIds.marketing,
      providedByDepartmentId: home.departmentIds.sales,
      items: 1,
      stale: 0,
      freshness: 1,
    })
    expect(await freshnessScore(house.services.db, home.workspaceId, house.clock.now())).toBe(0.5)
  })

  test('freshness and state of the list are those of the rule, for many intervals and days', async () => {
    const intervals = [1, 2, 3, 4, 5, 7, 13, 30, 365, 1000]
    for (const intervalDays of intervals) {
      const { id } = await ask({ name: `Cada ${intervalDays}`, intervalDays })
      await send(`POST /information-items/${id}/verification`, {})
    }
    for (const after of [0, 1, 2, 3, 5, 6, 8, 13, 14, 29, 31, 59, 365, 400, 1400, 2001]) {
      house.clock.set(new Date(monday.getTime() + after * day))
      const today = house.clock.now().toISOString().slice(0, 10)
      const { items } = (await send('GET /information-items?limit=200')).body
      for (const one of items) {
        const expected = freshness({ verifiedOn: '2026-11-23', intervalDays: one.intervalDays }, today)
        expect({ after, interval: one.intervalDays, freshness: one.freshness }).toEqual({
          after,
          interval: one.intervalDays,
          freshness: expected,
        })
      }
      for (const state of ['never', 'stale', 'due', 'fresh']) {
        const found = (await send(`GET /information-items?limit=200&state=${state}`)).body.items
        expect(found.map((one: { id: string }) => one.id)).toEqual(
          items.filter((one: { state: string }) => one.state === state).map((one: { id: string }) => one.id),
        )
      }
    }
  })

  test('days are those of the workspace: what is due today is fresh until midnight in Madrid', async () => {
    const { id } = await ask({ intervalDays: 1 })
    house.clock.set('2026-11-23T23:30:00Z')
    await send(`POST /information-items/${id}/verification`, {})
    expect((await item(id)).dueOn).toBe('2026-11-25')
    house.clock.set('2026-11-25T22:59:00Z')
    expect((await item(id)).freshness).toBe(1)
    house.clock.set('2026-11-25T23:00:00Z')
    expect((await item(id)).freshness).toBe(0)
  })
})
