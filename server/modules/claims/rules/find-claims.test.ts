import { expect, test } from 'vitest'
import { type Findable, findClaims } from './find-claims.ts'
import { countPlaces, replaceStated } from './replace-stated.ts'

const watch: Findable = {
  ...{ id: 'watch', sku: 'WATCH-2', name: 'Reloj Aire 2' },
  attributes: [
    { key: 'battery', label: 'Batería', value: '7', unit: 'días' },
    { key: 'thickness', label: 'Grosor', value: '11', unit: 'mm' },
    { key: 'case', label: 'Caja', value: '40', unit: 'mm' },
  ],
}
const buds: Findable = {
  ...{ id: 'buds', sku: 'BUDS-PRO', name: 'Buds Pro' },
  attributes: [{ key: 'playtime', label: 'Autonomía', value: '12', unit: 'h' }],
}
const found = (text: string, locale: 'es' | 'en' = 'es') =>
  findClaims(text, [watch, buds], locale).map(({ productId, attributeKey, statedValue, unit, quote }) => [
    ...[productId, attributeKey, statedValue, unit, quote],
  ])

test('the finder proposes numbers with units near the product they are about', () => {
  expect(found('El WATCH-2 aguanta 7 días de batería en una caja de 40 mm. Los Buds Pro, 12 h.')).toEqual([
    ['watch', 'battery', '7', 'días', '7 días'],
    ['watch', 'case', '40', 'mm', '40 mm'],
    ['buds', 'playtime', '12', 'h', '12 h'],
  ])
  expect(found('Reloj Aire 2: antes 1.299,00 €, ahora 999 €')).toEqual([
    ['watch', 'before_price', '1299.00', 'EUR', '1.299,00 €'],
    ['watch', 'price', '999', 'EUR', '999 €'],
  ])
  expect(found('The Buds Pro play for 12.5 hours and cost €1,299.00', 'en')).toEqual([
    ['buds', 'playtime', '12.5', 'hours', '12.5 hours'],
    ['buds', 'price', '1299.00', 'EUR', '€1,299.00'],
  ])
})

test('the finder keeps away from names, tokens, other units and texts without products', () => {
  expect(found('Batería de 7 días')).toEqual([])
  expect(found('WATCH-2 en 24 tiendas y 3 colores')).toEqual([])
  expect(found('WATCH-2 dura {{product.WATCH-2.battery}} y pesa 300 g')).toEqual([])
  expect(found('WATCH-2 mide 12 mm')).toEqual([['watch', null, '12', 'mm', '12 mm']])
})

const attribute = (key: string, label: string, value: string, unit: string) => ({ key, label, value, unit })
const pulse: Findable = {
  ...{ id: 'pulse', sku: 'PULSE-2', name: 'Reloj Pulso 2' },
  attributes: [attribute('battery', 'Batería', '7', 'días'), attribute('charge', 'Carga rápida', '45', 'min')],
}
const screen: Findable = {
  ...{ id: 'tv', sku: 'TV-55', name: 'Aurora' },
  attributes: [
    attribute('size', 'Screen', '55', 'in'),
    attribute('rate', 'Refresh rate', '120', 'Hz'),
    attribute('playtime', 'Battery', '30', 'h'),
    attribute('cold', 'Works down to', '-10', '°C'),
    attribute('weight', 'Weight', '1.2340', 'kg'),
  ],
}
const meant = (text: string, product: Findable, locale: 'es' | 'en' = 'es') =>
  findClaims(text, [product], locale).map((one) => `${one.attributeKey} ${one.statedValue} ${one.unit}`)

test.each([
  ['El Reloj Pulso 2 dura 7 días con una sola carga', ['battery 7 días']],
  ['El Reloj Pulso 2 dura 9 días con una sola carga', ['null 9 días']],
  ['Reloj Pulso 2: batería de 9 días', ['battery 9 días']],
  ['Reloj Pulso 2: carga en 40 min', ['charge 40 min']],
  ['Reloj Pulso 2: 168 h de batería', ['battery 168 h']],
  ['Reloj Pulso 2. Envío en 48 h', []],
  ['Reloj Pulso 2: devolución en 30 días', []],
  ['Reloj Pulso 2. Tienes 30 días para devolverlo', []],
  ['Reloj Pulso 2 con 7 días de batería y envío en 24 h', ['battery 7 días']],
])('in «%s» the words and the sheet tell what is meant', (text, expected) =>
  expect(meant(text, pulse)).toEqual(expected),
)

test.each([
  ['Reloj Pulso 2 desde 59 €', ['price 59 EUR']],
  ['Reloj Pulso 2 por 12 cuotas de 41,58 €', []],
  ['Reloj Pulso 2: antes 129 €, ahora 99 €', ['before_price 129 EUR', 'price 99 EUR']],
  ['Reloj Pulso 2, de 129 € a 99 €', ['before_price 129 EUR', 'price 99 EUR']],
  ['Reloj Pulso 2 a un precio de 99 €', ['price 99 EUR']],
  ['Reloj Pulso 2: 20 € de descuento', []],
  ['Ahorra 20 € en tu Reloj Pulso 2, por 79 €', ['price 79 EUR']],
  ['Reloj Pulso 2 por 79 €/mes', []],
  ['Reloj Pulso 2 por 79 € al mes', []],
  ['Reloj Pulso 2 con envío gratis por 59 €', ['price 59 EUR']],
  ['Reloj Pulso 2. Gastos de envío: 4,99 €', []],
])('in «%s» only prices are prices', (text, expected) => expect(meant(text, pulse)).toEqual(expected))

test.each([
  ['Aurora: a 55-inch screen at 120-Hz with a 30-hour battery', ['size 55 inch', 'rate 120 Hz', 'playtime 30 hour']],
  ['Aurora 1,43” screen', ['size 1.43 ”']],
  ['Aurora, “the one of 7”', []],
  ['Aurora, a 2-in-1 screen', []],
  ['Aurora works at -10 °C', ['cold -10 °C']],
  ['Aurora works at −10 °C', ['cold -10 °C']],
  ['Aurora, -10 h', []],
  ['Aurora: 20-30 h', []],
  ['<p>Aurora: <b>30</b>&nbsp;hours</p><p>55&nbsp;in, 10&deg;C</p>', ['playtime 30 hours', 'size 55 in', 'cold 10 °C']],
  ['Aurora <img alt="x" width="40 in">weighs 1.234 kg', ['weight 1.2340 kg']],
])('«%s» is read as people read it', (text, expected) => expect(meant(text, screen, 'en')).toEqual(expected))

test('what is found in HTML is quoted as it reads and placed as it is written', () => {
  const body = '<p>Reloj Pulso 2: <b>7</b>&nbsp;d&iacute;as de batería</p>'
  expect(findClaims(body, [pulse], 'es')).toMatchObject([
    { quote: '7\u00a0días', position: body.indexOf('7<'), excerpt: 'Reloj Pulso 2: 7\u00a0días de batería' },
  ])
})

test('a long sentence is quoted around the number, in whole characters', () => {
  const [found] = findClaims(`${'🔥'.repeat(200)}Reloj Pulso 2, 7 días, ${'🔥'.repeat(200)}`, [pulse], 'es')
  expect(found?.excerpt).toContain('7 días')
  expect(found?.excerpt.isWellFormed()).toBe(true)
  expect(findClaims('Reloj Pulso 2 &#xd800; 7 días', [pulse], 'es')).toHaveLength(1)
})

const says = (statedValue: string, unit: string | null, attributeKey = 'battery') => ({
  ...{ statedValue, unit, attributeKey, attributeLabel: 'Batería', sku: 'PULSE-2', productName: 'Reloj Pulso 2' },
})
const days = says('7', 'd')
const five = { statedValue: '5', unit: 'd' }

test.each([
  ['Aguanta 7 días seguidos.', days, five, 'Aguanta 5 días seguidos.'],
  ['Aguanta 168 h.', days, five, 'Aguanta 5 d.'],
  ['7 días y otros 7 días', days, five, null],
  ['Ni palabra', days, five, null],
  ['Aguanta <b>7</b>&nbsp;días', days, five, 'Aguanta <b>5</b>&nbsp;días'],
  ['Aguanta <b>168</b> h', days, five, 'Aguanta <b>5</b> d'],
  ['7 días. Envío en 7 días.', days, five, '5 días. Envío en 7 días.'],
  ['Ahora 1.299,00 €', says('1299', 'EUR', 'price'), { statedValue: '999.00', unit: 'EUR' }, 'Ahora 999,00 €'],
  ['Pesa 2 kg', says('2', 'kg'), { statedValue: '1.2340', unit: 'kg' }, 'Pesa 1,234 kg'],
  ['Pesa 2.5 kg', says('2,5', 'kg'), { statedValue: '1.2340', unit: 'kg' }, 'Pesa 1.2340 kg'],
  ['Aguanta 5ATM', says('5 ATM', null), { statedValue: '10 ATM', unit: null }, 'Aguanta 10 ATM'],
])('«%s» says the new value in its own words, where it says the old one once', (text, old, next, expected) =>
  expect(replaceStated(text, old, next, 'es')).toBe(expected),
)

test('a text says a value as often as people read it there', () => {
  expect(countPlaces('Reloj Pulso 2: 7 días, una semana, 168 horas. Envío en 7 días', days, 'es')).toBe(2)
  expect(countPlaces('1.234 GB', says('1234', 'GB'), 'es')).toBe(1)
  expect(countPlaces('1.234 GB', says('1234', 'GB'), 'en')).toBe(0)
  expect(countPlaces('{{product.PULSE-2.battery}}, apto para todos', says('A', null), 'es')).toBe(0)
})
