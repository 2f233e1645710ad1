import { beforeAll, expect, test } from 'vitest'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit } = area('stories', 'es')
let workspaceId: string
beforeAll(async () => void ({ workspaceId } = await send('POST /demo', { locale: 'es' })), 120_000)

test('a promotion without stock and two sheets for one product cannot happen by accident', {
  timeout: 90_000,
}, async () => {
  const page = await visit('/')
  await page.request.put('/api/v1/me/workspace', { data: { workspaceId } })
  await page.goto('/')
  const play = async (day: number) => {
    await page.getByRole('button', { name: t('demo.play', { day }) }).click()
    await page
      .getByText(t('demo.day', { day, total: 16 }), { exact: false })
      .first()
      .waitFor()
  }
  const story = async () => (await page.request.get('/api/v1/demo/days')).json()
  const { campaignId } = await story()

  // Nobody can launch what has no kick-off and no stock: the room is a list of what is to do.
  await page.goto(`/campaigns/${campaignId}`)
  await page.getByRole('heading', { name: 'Buds Pro −30 %' }).waitFor()
  await page.getByText(t('campaigns.checks.kickoff_held.title')).first().waitFor()
  await page.getByText(/588.*308/).waitFor()
  await axe(page, 'campaign room')

  await page.goto('/')
  for (const day of [1, 2, 3, 4, 5]) await play(day)
  await axe(page, 'today of the demo company')

  // The new sheet of the watch is known to every text that says otherwise.
  await page.goto('/texts')
  await page.getByText('Anuncio Watch 2, 4').waitFor()
  await page.getByText(t('claims.consistency.drifted', { count: 7 })).waitFor()
  await axe(page, 'texts')

  await page.goto('/demo')
  for (const day of [6, 7, 8, 9, 10]) await play(day)
  const links = await (await page.request.get(`/api/v1/campaigns/${campaignId}/links`)).json()
  const { pathname } = new URL(links.items[0].publicUrl)

  // A customer who follows the link is asked for an address instead of being sold what is not there.
  await page.goto(pathname)
  await page.getByRole('heading', { name: /Buds Pro/ }).waitFor()
  expect(page.url()).toContain('/w/')
  await axe(page, 'waitlist')
  // Typed at a person's speed: what comes faster is taken for a robot.
  await page.getByLabel(t('stock.waitPage.email')).pressSequentially('eva@example.com', { delay: 120 })
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: t('stock.waitPage.send') }).click()
  await page.waitForURL('**/w/*?done=1*')
  const productId = new URL(page.url()).pathname.split('/').at(-1)
  const { items: waiting } = await (await page.request.get(`/api/v1/products/${productId}/waitlist`)).json()
  expect(waiting).toContainEqual(expect.objectContaining({ email: 'eva@example.com' }))

  await page.goto('/demo')
  await play(11)
  const answer = await page.request.get(pathname, { maxRedirects: 0 })
  expect(answer.status()).toBe(302)
  expect(answer.headers().location).toContain('https://lumbre.example/buds-pro')
})
