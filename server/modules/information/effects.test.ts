import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#kernel/id.ts'
import { type InformationTeam, informationTeam } from '#test/builders/information.ts'
import { addMember, type TestMember } from '#test/builders/leads.ts'
import { type Harness, monday, startHarness } from '#test/harness.ts'
import { informationAgenda, informationLock } from './public.ts'

let house: Harness
let home: InformationTeam['home']
let iván: InformationTeam['iván']
let rosa: InformationTeam['rosa']
let send: InformationTeam['send']
let item: InformationTeam['item']
let ask: InformationTeam['ask']
let tasks: InformationTeam['tasks']
let inbox: InformationTeam['inbox']

beforeAll(async () => void (house = await startHarness()))
beforeEach(async () => {
  house.clock.set(monday)
  ;({ home, iván, rosa, send, item, ask, tasks, inbox } = await informationTeam(house))
})
afterAll(() => house.close())

const day = 86_400_000

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
})
