import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('story-five', 'es')
let workspaceId: string
beforeAll(async () => void ({ workspaceId } = await send('POST /demo', { locale: 'es' })), 120_000)

const seats = ['Marketing', 'Ventas', 'Atención al cliente'] as const

test('a meeting decides once every seat is taken and what it rests on is verified, and closes once all were heard', {
  timeout: 120_000,
}, async () => {
  const open = async (path: string) => {
    const page = await visit('/')
    await page.request.put('/api/v1/me/workspace', { data: { workspaceId } })
    await page.goto(path)
    return page
  }
  const laptop = await open('/meetings')
  const ask = async (path: string) => (await laptop.request.get(`/api/v1${path}`)).json()
  const { items: series } = await ask('/meeting-series')
  const weekly = series.find(({ kind }: { kind: string }) => kind === 'weekly')
  const address = `/meetings/${weekly.nextMeeting.id}`
  await laptop.goto(address)
  await laptop.getByRole('button', { name: t('meetings.acts.start'), exact: true }).click()
  const wall = await open(address)
  const rooms = [laptop, wall]

  // Rosa's chair is empty: whoever looks reads why nothing can be decided. Marta, who owns the company, sits for marketing.
  await laptop.getByRole('button', { name: t('meetings.live.here') }).click()
  const sit = async (page: Page, department: string, name: string) => {
    await page
      .getByRole('list', { name: t('meetings.seats.title') })
      .getByRole('button', { name: department })
      .click()
    await page.getByRole('checkbox', { name }).click()
    await page.getByRole('checkbox', { name, checked: true }).waitFor()
    await page.keyboard.press('Escape')
  }
  await sit(laptop, 'Ventas', 'Carla Montes')
  const empty = t('meetings.quorum.seat', { department: 'Atención al cliente' })
  for (const room of rooms) await room.getByText(empty).waitFor()
  for (const department of ['Marketing', 'Ventas'])
    await expect
      .poll(() => wall.getByText(t('meetings.quorum.seat', { department })).count(), { timeout: 8000 })
      .toBe(0)
  const text = (page: Page) => page.getByRole('textbox', { name: t('meetings.decisions.text') })
  const decide = (page: Page) => page.getByRole('button', { name: t('meetings.decisions.decide'), exact: true })
  await text(laptop).fill('Ningún anuncio lleva descuento por volumen')
  expect(await decide(laptop).isDisabled()).toBe(true)
  await laptop.getByText(t('meetings.decisions.lockedQuorum')).waitFor()
  await axe(laptop, 'meeting with an empty seat')

  // A delegate sits down on one screen; on the other, only the stale price list is left in the way.
  await wall.getByRole('button', { name: t('meetings.quorum.seatSomebody') }).click()
  await wall.getByRole('combobox', { name: t('meetings.live.addDelegate') }).fill('Noa')
  await wall.getByRole('option', { name: 'Noa Vidal' }).click()
  await laptop.getByText(t('meetings.decisions.lockedInformation')).waitFor()
  expect(await laptop.getByText(empty).count()).toBe(0)
  await laptop.getByText(t('meetings.locks.mandatory_information_stale')).waitFor()
  expect(await decide(laptop).isDisabled()).toBe(true)
  await wall.keyboard.press('Escape')
  await axe(laptop, 'meeting that waits for a price list')

  // Its owner verifies it, and the room is free to decide.
  await wall.getByRole('link', { name: 'Tarifa B2B', exact: true }).click()
  await wall.getByRole('heading', { name: 'Tarifa B2B' }).waitFor()
  await wall.getByRole('button', { name: t('information.acts.verify'), exact: true }).click()
  await laptop.getByText(t('meetings.quorum.met')).waitFor()

  // The quarrel ends on what sales has rejected, and why.
  const { items: conflicts } = await ask('/conflicts?q=leads')
  await wall.goto(`/conflicts/${conflicts[0].id}`)
  const evidence = wall.getByRole('region', { name: t('conflicts.evidence.title') })
  await evidence.getByText(t('conflicts.reasons.no_timing')).first().waitFor()
  await axe(wall, 'conflict with its data')
  const settled = 'Quien solo descarga la guía se queda en marketing'
  const reviewOn = new Date(Date.now() + 28 * 86_400_000).toISOString().slice(0, 10)
  const answer = await wall.request.post(`/api/v1/conflicts/${conflicts[0].id}/decisions`, {
    data: { text: settled, reviewOn, meetingId: weekly.nextMeeting.id },
  })
  expect(answer.ok()).toBe(true)
  await wall.getByText(settled).waitFor()
  const { evidence: kept } = await ask(`/conflicts/${conflicts[0].id}`)
  expect(kept[0].atDecision).toBeGreaterThan(0)
  expect(kept[0].atDecision).toBe(kept[0].value)

  await text(laptop).fill(settled)
  await decide(laptop).click()
  await wall.goto(address)
  await wall.getByText(settled).waitFor()

  // Two of three have spoken: the meeting stays open and says who has not.
  const hear = async (department: string) => {
    const input = laptop.getByRole('textbox', { name: t('meetings.inputs.of', { department }) })
    await input.fill(`Lo que trae ${department}`)
    await input.press('Enter')
    await wall.getByText(`Lo que trae ${department}`).waitFor()
  }
  for (const department of seats.slice(0, 2)) await hear(department)
  const ending = t('meetings.close.action')
  await laptop.getByRole('button', { name: ending, exact: true }).click()
  const dialog = laptop.getByRole('dialog', { name: t('meetings.close.title') })
  await dialog.getByText(t('meetings.close.noInput', { department: seats[2] })).waitFor()
  const close = dialog.getByRole('button', { name: ending, exact: true })
  expect(await close.isDisabled()).toBe(true)
  await axe(laptop, 'closing a meeting')
  await dialog.getByRole('button', { name: t('meetings.close.goOn') }).click()
  await hear(seats[2])
  await laptop.getByRole('button', { name: ending, exact: true }).click()
  await close.click()
  for (const room of rooms) await room.getByText(t('meetings.states.closed')).first().waitFor()
  await axe(wall, 'minutes of a meeting')

  const subject = t('meetings.minutes.subject', { name: weekly.name, day: '' }).replace(/, $/, '')
  const newest = async () => {
    const { items } = await ask(`/mailbox?q=${encodeURIComponent(subject)}`)
    const texts = []
    for (const { id } of items) texts.push((await ask(`/mailbox/${id}`)).text)
    return texts.join('\n')
  }
  await expect.poll(newest, { timeout: 15_000, interval: 500 }).toContain(settled)
})
