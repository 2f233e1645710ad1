import { launchChromium } from '../test/e2e/chromium.ts'
import { startServer } from '../test/e2e/server.ts'

const server = await startServer()
const browser = await launchChromium()
try {
  const setup = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      workspace: { name: 'Lumbre', locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
      owner: { name: 'Marta Ruiz', email: 'm@lumbre.es', password: 'una-clave-larga' },
    }),
  })
  const cookies = setup.headers.getSetCookie().map((line) => {
    const [pair] = line.split(';')
    const i = pair!.indexOf('=')
    return { name: pair!.slice(0, i), value: pair!.slice(i + 1), domain: 'localhost', path: '/' }
  })
  const { apiKey } = (await setup.json()) as { apiKey: string }
  const send = async (key: string, body?: object) => {
    const [method, path] = key.split(' ')
    const r = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await r.text()
    if (!r.ok) console.log(key, r.status, text)
    return text ? JSON.parse(text) : null
  }
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, locale: 'es-ES' })
  await context.addCookies(cookies)
  const page = await context.newPage()
  page.on('console', (m) => m.type() === 'error' && console.log('console', m.text().slice(0, 300)))
  page.on('pageerror', (e) => console.log('pageerror', e.message.slice(0, 400)))
  const shot = async (name: string) => {
    await page.waitForTimeout(900)
    await page.screenshot({ path: `/tmp/contacts-look/${name}.png` })
  }
  await page.goto(`${server.url}/contacts`)
  await shot('0-empty')
  const names = [
    'Ana García',
    'Íñigo Martínez',
    'Berta Gil',
    'José Ñandú',
    'Noa Vidal',
    'Leo Serra',
    'Rosa Ferrer',
    'Pau Soler',
  ]
  const ids: string[] = []
  for (const [i, fullName] of names.entries())
    ids.push(
      (
        await send('POST /contacts', {
          fullName,
          email: `p${i}@hotel${i % 3}.es`,
          phone: `60011220${i}`,
          companyName: `Hotel ${['Sol', 'Mar', 'Cielo'][i % 3]}, S.L.`,
          jobTitle: 'Dirección',
          city: 'Valencia',
          tags: ['feria'],
          source: 'fair',
          customFields: { habitaciones: 40 },
        })
      ).id,
    )
  const dup = (
    await send('POST /contacts', {
      fullName: 'Ana García',
      email: 'ana.garcia@gmail.com',
      phone: '+34961112233',
      companyName: 'Hotel Sol',
      city: 'Madrid',
    })
  ).id
  await send(`PATCH /contacts/${ids[0]}`, { jobTitle: 'Dirección de compras', country: 'España' })
  await send(`POST /contacts/${ids[0]}/consents`, {
    purpose: 'marketing_email',
    state: 'granted',
    text: 'Quiero recibir novedades y ofertas de Lumbre por correo.',
  })
  await send(`POST /contacts/${ids[3]}/merge`, { duplicateId: ids[4] })
  await send(`POST /activities`, {
    kind: 'call',
    contactId: ids[0],
    outcome: 'reached',
    direction: 'outbound',
    body: 'Pide presupuesto para 40 termostatos.',
  })
  await send(`POST /tasks`, { title: 'Enviar presupuesto', contactId: ids[0] })
  await send(`POST /deals`, { name: 'Termostatos hotel', contactId: ids[0], amount: { amountCents: 480000, currency: 'EUR' } })
  await page.goto(`${server.url}/contacts`)
  await shot('1-list')
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await shot('2-preview')
  await page.goto(`${server.url}/contacts/${ids[0]}`)
  await shot('3-record')
  await page.screenshot({ path: '/tmp/contacts-look/3b-record-full.png', fullPage: true })
  await page.getByRole('button', { name: 'Más acciones' }).click()
  await shot('4-menu')
  await page.getByText('Fusionar con otro contacto').click()
  await page.waitForTimeout(500)
  await page.getByPlaceholder('Busca por nombre').fill('Ana')
  await page.waitForTimeout(900)
  await shot('5-merge-choose')
  await page.getByRole('option').first().click()
  await shot('6-merge')
  await page.goto(`${server.url}/contacts/${ids[3]}`)
  await shot('6b-merged-record')
  await page.goto(`${server.url}/contacts/duplicates`)
  await shot('7-duplicates')
  await page.goto(`${server.url}/contacts`)
  await page.waitForTimeout(500)
  await page.getByRole('button', { name: 'Nuevo contacto' }).click()
  await page.waitForTimeout(600)
  await page.getByLabel('Correo').fill('p0@hotel0.es')
  await page.getByRole('button', { name: 'Guardar' }).click()
  await shot('8-create-exists')
  await page.goto(`${server.url}/companies`)
  await shot('9-companies')
  const company = (await send('GET /companies')).items.find((one: { name: string }) => one.name.includes('Sol')).id
  await page.goto(`${server.url}/companies/${company}`)
  await shot('10-company')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`${server.url}/contacts`)
  await shot('11-narrow-list')
  await page.goto(`${server.url}/contacts/${ids[0]}`)
  await shot('12-narrow-record')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  console.log('scrollWidth', wide)
  await page.setViewportSize({ width: 1360, height: 850 })
  const { default: Axe } = await import('@axe-core/playwright')
  for (const path of ['/contacts', `/contacts/${ids[0]}`, `/companies/${company}`, '/contacts/duplicates']) {
    await page.goto(server.url + path)
    await page.waitForTimeout(1200)
    const { violations } = await new Axe({ page }).analyze()
    console.log(
      'axe',
      path,
      violations.map(
        (v) =>
          `${v.id}: ${v.nodes
            .slice(0, 2)
            .map((n) => n.html.slice(0, 140))
            .join(' | ')}`,
      ),
    )
  }
} finally {
  await browser.close()
  await server.stop()
}
process.exit(0)
