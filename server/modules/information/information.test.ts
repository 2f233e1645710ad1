import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness, type TestWorkspace } from '#test/harness.ts'
import { freshnessScore, informationAgenda, informationLock } from './public.ts'
import { remind } from './remind.ts'
import { freshness } from './rules/freshness.ts'

let house: Harness
let home: TestWorkspace
let iván: TestMember
let rosa: TestMember

beforeAll(async () => {
  house = await startHarness()
})
beforeEach(async () => {
  house.clock.set(monday)
  home = await house.workspace()
  iván = await addMember(house, home, { name: 'Iván', departments: ['marketing'], isManager: true })
  rosa = await addMember(house, home, { name: 'Rosa', departments: ['service'] })
})
afterAll(() => house.close())

const day = 86_400_000
const nothing = { signal: new AbortController().signal, attempt: 1, lastAttempt: true }
const send = (key: string, body?: unknown, headers?: Record<string, string>) =>
  home.send(key, { ...(body !== undefined && { body }), ...(headers && { headers }) })
const prices = (more: object = {}) => ({
  name: 'Precios en vigor',
  purpose: 'Para no anunciar lo que no es',
  requestedByDepartmentId: home.departmentIds.marketing,
  providedByDepartmentId: home.departmentIds.sales,
  ownerId: home.ownerId,
  intervalDays: 7,
  mandatory: true,
  ...more,
})
const ask = async (more: object = {}) => {
  const made = await send('POST /information-items', prices(more))
  if (made.status !== 201) throw new Error(made.text)
  return made.body
}
const item = async (id: string) => (await send(`GET /information-items/${id}`)).body
const tasks = async () => {
  await remind.run({}, house.services, nothing)
  await house.drain()
  return (await send('GET /tasks?state=open')).body.items as { id: string; title: string; dueAt: string }[]
}
const inbox = async (who: TestMember) => {
  await house.drain()
  return (await who.send('GET /notifications')).body.items as { kind: string; link: string }[]
}

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

describe('what happens by itself', () => {
  test('one reminder a cycle, two days before, ticked off by verifying', async () => {
    const { id } = await ask()
    await send(`POST /information-items/${id}/verification`, {})
    expect(await tasks()).toEqual([])
    house.clock.advance(4 * day)
    expect(await tasks()).toEqual([])
    house.clock.advance(1 * day)
    expect(await tasks()).toMatchObject([
      { title: 'Verifica la información: Precios en vigor', dueAt: '2026-11-30T22:59:00.000Z' },
    ])
    expect((await tasks()).length).toBe(1)
    await send(`POST /information-items/${id}/verification`, {})
    expect(await tasks()).toEqual([])
    house.clock.advance(5 * day)
    expect((await tasks()).length).toBe(1)
    const daily = await ask({ name: 'Diario', intervalDays: 1 })
    await send(`POST /information-items/${daily.id}/verification`, {})
    expect((await tasks()).length).toBe(1)
  })

  test('an owner hears of new requests and nudges, one a day', async () => {
    const { id } = await ask({
      requestedByDepartmentId: home.departmentIds.sales,
      providedByDepartmentId: home.departmentIds.marketing,
      ownerId: iván.id,
    })
    expect((await inbox(iván))[0]).toMatchObject({ kind: 'information_asked', link: `/information/${id}` })
    expect((await send(`POST /information-items/${id}/nudge`, {})).body.nudgedAt).not.toBeNull()
    expect((await send(`POST /information-items/${id}/nudge`, {})).body.code).toBe('information_nudged_today')
    expect((await iván.send(`POST /information-items/${id}/nudge`, { body: {} })).status).toBe(422)
    house.clock.advance(day)
    expect((await send(`POST /information-items/${id}/nudge`, {})).status).toBe(200)
    expect((await inbox(iván)).filter(({ kind }) => kind === 'information_nudged')).toHaveLength(2)
  })

  test('when an owner leaves, the managers hear of it and hand the items over together', async () => {
    const pau = await addMember(house, home, { name: 'Pau', departments: ['marketing'] })
    const marketing = { providedByDepartmentId: home.departmentIds.marketing, ownerId: pau.id }
    const ids = [(await ask({ ...marketing, name: 'A' })).id, (await ask({ ...marketing, name: 'B' })).id]
    const other = await ask({ name: 'C' })
    await send(`DELETE /members/${pau.id}`)
    expect((await inbox(iván)).filter(({ kind }) => kind === 'information_ownerless')).toHaveLength(1)
    expect(await item(ids[0])).toMatchObject({ ownerIsActive: false, ownerName: 'Pau' })
    expect((await send('GET /information-items?ownerless=true')).body.items).toHaveLength(2)
    expect((await tasks()).filter(({ title }) => /A|B/.test(title.slice(-1)))).toHaveLength(2)
    expect((await send('POST /information-items/owner', { ids, ownerId: pau.id })).status).toBe(422)
    const moved = await send('POST /information-items/owner', { ids: [...ids, other.id], ownerId: iván.id })
    expect(moved.body).toEqual({ changed: 2, refused: [{ id: other.id, reason: 'not_in_department' }] })
    expect(await item(ids[1])).toMatchObject({ ownerId: iván.id, ownerIsActive: true })
    expect((await send(`GET /information-items/${ids[1]}/history`)).body.items[0]).toMatchObject({
      act: 'owner_changed',
      before: 'Pau',
      after: 'Iván',
    })
  })

  test('Monday morning: everything of mine at one go', async () => {
    const mine = [await ask({ name: 'A' }), await ask({ name: 'B' })].map(({ id }) => id)
    const theirs = await ask({ providedByDepartmentId: home.departmentIds.marketing, ownerId: iván.id })
    const answer = await send('POST /information-items/verifications', { ids: [...mine, theirs.id] })
    expect(answer.body).toEqual({ verified: 2, refused: [{ id: theirs.id, reason: 'not_owner' }] })
    expect((await send('GET /information-items?view=stale')).body.items.map((one: { id: string }) => one.id)).toEqual([
      theirs.id,
    ])
  })
})

describe('meetings and launches', () => {
  const scope = (more: object = {}) => ({
    departmentIds: [home.departmentIds.marketing],
    projectId: null,
    startsAt: house.clock.now(),
    ...more,
  })
  const lock = (more: object = {}) =>
    informationLock(house.services.db, home.workspaceId, house.clock.now(), scope(more))

  test('a mandatory item that was stale at the start locks the meetings of those who need it', async () => {
    const { id } = await ask()
    await ask({ name: 'Opcional', mandatory: false })
    expect(await lock()).toEqual({
      code: 'mandatory_information_stale',
      items: [{ id, name: 'Precios en vigor', url: `/information/${id}` }],
    })
    expect(await lock({ departmentIds: [home.departmentIds.service] })).toBeNull()
    await send(`POST /information-items/${id}/verification`, {})
    expect(await lock()).toBeNull()
    house.clock.advance(7 * day)
    expect(await lock()).toBeNull()
    const startsAt = new Date(monday.getTime() + 8 * day)
    expect(await lock({ startsAt })).toBeNull()
    house.clock.set(startsAt)
    expect((await lock())?.items).toHaveLength(1)
    house.clock.advance(day)
    await send(`POST /information-items/${id}/verification`, {})
    expect(await lock({ startsAt })).toBeNull()
  })

  test('what is bound to a series locks its meetings, whoever sits there, and no others', async () => {
    const series = await send('POST /meeting-series', {
      ...{ name: 'Semanal', rrule: 'FREQ=WEEKLY;BYDAY=MO', timeZone: 'Europe/Madrid', durationMinutes: 30 },
      ...{ departmentIds: [home.departmentIds.marketing, home.departmentIds.sales], leaderId: home.ownerId },
    })
    const meetingSeriesId = series.body.id
    const { bound } = await ask({ meetingSeriesId })
    expect(bound).toMatchObject({ kind: 'meeting_series', name: 'Semanal' })
    expect(await lock()).toBeNull()
    expect((await lock({ meetingSeriesId, departmentIds: [home.departmentIds.service] }))?.items).toHaveLength(1)
  })

  test('the agenda hears of what is stale, mandatory first', async () => {
    await ask({ name: 'Opcional', mandatory: false })
    await ask()
    const more = { cadence: 'weekly' as const, limit: 10 }
    const found = await informationAgenda(house.services.db, home.workspaceId, house.clock.now(), {
      ...scope(),
      ...more,
    })
    expect(found.map(({ title, severity }) => `${title} ${severity}`)).toEqual([
      'Precios en vigor major',
      'Opcional minor',
    ])
  })

  const plan = async (departmentIds: string[]) =>
    (
      await send('POST /campaigns', {
        name: 'Otoño',
        startsOn: '2026-12-07',
        endsOn: '2026-12-20',
        departmentIds,
      })
    ).body.id as string
  const check = async (campaignId: string) =>
    (await send(`GET /campaigns/${campaignId}/checks`)).body.items.find(
      (one: { check: string }) => one.check === 'information_fresh',
    )

  test('a launch waits for the mandatory information that its departments need, each with its mend', async () => {
    const campaignId = await plan([home.departmentIds.marketing])
    expect(await check(campaignId)).toMatchObject({ state: 'pass' })
    const { id } = await ask()
    await ask({ name: 'De servicio', requestedByDepartmentId: home.departmentIds.service })
    const own = await ask({ name: 'Condiciones', campaignId, requestedByDepartmentId: home.departmentIds.sales })
    const blocked = await check(campaignId)
    expect(blocked).toMatchObject({ state: 'block', fixUrl: expect.stringContaining('/information/') })
    expect(blocked.detail.items.map((one: { text: string }) => one.text).sort()).toEqual([
      'Condiciones',
      'Precios en vigor',
    ])
    const launch = await send(`POST /campaigns/${campaignId}/launch`)
    expect(launch.body.errors.map((one: { rule: string }) => one.rule)).toContain('information_fresh')
    await send(`PATCH /information-items/${id}`, { blocksLaunches: false })
    await send(`POST /information-items/${own.id}/verification`, {})
    expect((await check(campaignId)).state).toBe('pass')
    expect((await check(await plan([home.departmentIds.sales]))).state).toBe('pass')
  })

  test('what a campaign asked for is no longer asked for once it is put away', async () => {
    const campaignId = await plan([home.departmentIds.marketing])
    await ask({ campaignId })
    expect((await tasks()).length).toBe(1)
    await send(`DELETE /campaigns/${campaignId}`)
    expect(await tasks()).toEqual([])
    expect((await send('GET /information-items')).body.items).toEqual([])
    await send(`POST /campaigns/${campaignId}/restoration`)
    await house.drain()
    expect((await send('GET /information-items')).body.items).toHaveLength(1)
    expect((await tasks()).length).toBe(1)
  })

  test('a template makes the items of a campaign once, due before its start', async () => {
    const campaignId = await plan([home.departmentIds.marketing, home.departmentIds.sales])
    const templates = (await send('GET /information-templates')).body.items
    expect(templates.map((one: { name: string }) => one.name)).toEqual([
      'El día a día',
      'Lanzamiento de producto',
      'Promoción con descuento',
    ])
    const promotion = templates[2]
    const apply = (body: object) => send(`POST /information-templates/${promotion.id}/application`, body)
    const first = (await apply({ campaignId })).body
    expect(first).toMatchObject({ created: 6, existing: 0, skipped: [] })
    expect((await apply({ campaignId })).body).toMatchObject({ created: 0, existing: 6 })
    const { items } = (await send(`GET /information-items?campaignId=${campaignId}&limit=50`)).body
    expect(items).toHaveLength(6)
    expect(items[0]).toMatchObject({ dueOn: '2026-11-27', bound: { kind: 'campaign', name: 'Otoño' } })
    expect(items.filter((one: { documentId: string | null }) => one.documentId !== null)).toHaveLength(1)
    expect((await apply({ campaignId: newId() })).body.errors[0].pointer).toBe('/campaignId')
    const named = { owners: [{ departmentId: home.departmentIds.marketing, memberId: rosa.id }] }
    expect((await apply({ campaignId, ...named })).body.errors[0].rule).toBe('not_in_department')
    await send(`PATCH /information-templates/${promotion.id}`, { name: 'El día a día' }).then((taken) =>
      expect(taken.body.code).toBe('name_taken'),
    )
    expect((await send(`DELETE /information-templates/${promotion.id}`)).status).toBe(204)
    expect((await send('POST /information-templates/starters', {})).body.items).toHaveLength(3)
    expect((await send(`GET /information-items?campaignId=${campaignId}`)).body.items).toHaveLength(6)
  })
})

describe('files', () => {
  const upload = async (text: string | Buffer, dryRun = false, who: Pick<TestMember, 'send'> = home) => {
    const boundary = 'frontier'
    const part = (head: string, content: string) =>
      `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`
    return who.send('POST /information-items/import', {
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: `${part('name="dryRun"', String(dryRun))}${part('name="file"; filename="a.csv"', String(text))}--${boundary}--\r\n`,
    })
  }
  const csv = [
    'Información;Para qué;La necesita;La da;Responsable;Cada cuántos días;Obligatoria;Valor',
    'Precios;No mentir;Marketing;Ventas;Olga Owner;7;sí;19,99 €',
    'Calendario;;ventas;marketing;Iván;14;no;https://example.com/cal',
    ';;Marketing;Ventas;Olga Owner;7;sí;',
    'Sin nadie;;Marketing;Ventas;Nadie;7;sí;',
    'De otro;;Marketing;Ventas;Iván;7;sí;',
    'Siempre;;Marketing;Ventas;Olga Owner;3650;sí;',
    'Quizá;;Marketing;Ventas;Olga Owner;7;quizá;',
    'Lejos;;Marte;Ventas;Olga Owner;7;sí;',
    'PRECIOS;;Marketing;Ventas;Olga Owner;7;sí;',
  ].join('\r\n')

  test('good rows come in, bad ones say what is wrong; a dry run changes nothing; again it changes nothing', async () => {
    const dry = (await upload(csv, true)).body
    expect(dry).toMatchObject({ dryRun: true, rowsRead: 9, created: 2, rejected: 7 })
    expect((await send('GET /information-items')).body.items).toEqual([])
    const real = (await upload(csv)).body
    expect(real.rows.map((one: { reason: string | null }) => one.reason)).toEqual([
      null,
      null,
      'name_missing',
      'unknown_owner',
      'owner_not_in_department',
      'interval_out_of_range',
      'not_yes_or_no',
      'unknown_department',
      'twice_in_file',
    ])
    expect(real.rows[3]).toMatchObject({ row: 5, found: 'Nadie' })
    expect(await item(real.rows[1].itemId)).toMatchObject({ kind: 'link', intervalDays: 14, mandatory: false })
    expect((await upload(csv)).body).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
  })

  test('an export comes back as it was, and values of others become proposals', async () => {
    await upload(csv)
    const file = await send('GET /information-items/export?locale=en')
    expect(file.headers['content-disposition']).toContain('information-2026-11-23.csv')
    expect(file.text).toContain('Needed by')
    expect((await upload(file.text)).body).toMatchObject({ unchanged: 2, rejected: 0 })
    const changed = file.text.replace('19,99 €', '21,99 €').replace('/cal', '/calendar').replace(',14,', ',10,')
    expect((await upload(changed)).body).toMatchObject({ updated: 2, proposed: 0 })
    const { items } = (await send('GET /information-items?sort=name')).body
    expect(items).toMatchObject([
      { name: 'Calendario', intervalDays: 10, value: 'https://example.com/cal', openProposals: 1 },
      { name: 'Precios', value: '21,99 €', freshness: 1 },
    ])
  })

  test('a file that is no checklist is refused whole', async () => {
    expect((await upload('a,b\n1,2\n')).body.errors[0]).toMatchObject({ rule: 'information_columns_missing' })
    expect((await upload('')).body.errors[0].rule).toBe('file_empty')
    const guest = await addMember(house, home, { name: 'Gema', role: 'guest' })
    expect((await upload(csv, false, guest)).status).toBe(403)
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
