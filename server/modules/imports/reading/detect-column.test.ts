import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectColumn } from './detect-column.ts'
import { parseValue } from './parse-value.ts'

describe('detectColumn', () => {
  const cases: [name: string, values: string[], expected: object][] = [
    ['olist first contact', ['01-02-2018', '20-10-2017', '22-03-2018'], { type: 'date', dateOrder: 'day_first' }],
    ['maven engage date', ['10/20/2016', '3/1/2017', ''], { type: 'date', dateOrder: 'month_first' }],
    ['both orders', ['20/10/2017', '10/20/2016'], { type: 'date', dateOrder: 'conflicting' }],
    ['no proof', ['01/02/2018', '03/04/2018'], { type: 'date', dateOrder: 'ambiguous' }],
    [
      'one late proof',
      [...Array<string>(900).fill('01/02/2018'), '28/02/2018'],
      { type: 'date', dateOrder: 'day_first' },
    ],
    ['olist won date', ['2018-02-26 19:58:54', '2018-05-08 20:17:59'], { type: 'datetime', dateOrder: 'year_first' }],
    ['month names', ['26 feb 2018', '3 de marzo de 2019'], { type: 'date', dateOrder: 'day_first' }],
    ['hashes', ['dac32acd4db4c29c230538b72f8dd87d', '8c18d1de7f67e60dbd64e3c07d7e9d5d'], { type: 'id' }],
    ['opportunity ids', ['1C1I7A6R', 'Z063OYW0', 'EC4QE1BX'], { type: 'id' }],
    ['mails', ['ana@ejemplo.es', 'josé@peña.es', ''], { type: 'email' }],
    ['Spanish phones', ['600 123 456', '955123456', '+34 611 22 33 44'], { type: 'phone' }],
    ['bare Spanish phones', ['600123456', '955123456'], { type: 'phone' }],
    ['decimal comma', ['1.100,50', '12,5', '3'], { type: 'number', decimal: ',' }],
    ['decimal point', ['1100.04', '251.41'], { type: 'number', decimal: '.' }],
    ['thousands or decimals', ['1.100', '2.345'], { type: 'number', decimal: 'ambiguous' }],
    ['both decimal marks', ['1,5', '1.5'], { type: 'number', decimal: 'ambiguous' }],
    ['money', ['12,50 €', '1.300 €', '7 €'], { type: 'money', decimal: ',' }],
    ['small counts', ['1', '22', '2448'], { type: 'number' }],
    ['years', ['1996', '2017'], { type: 'number' }],
    ['yes and no', ['Sí', 'no', 'Sí', ''], { type: 'boolean' }],
    ['True and False', ['True', 'False'], { type: 'boolean' }],
    ['sites', ['https://acme.es/x', 'www.beta.com', 'gamma.org'], { type: 'url' }],
    [
      'dates and one that is none',
      ['01/02/2027', '13/13/2027', '', '28/02/2027', '03/04/2027'],
      { type: 'text', dateOrder: 'day_first', readable: { phone: 0, date: 0.75 } },
    ],
    ['amounts and a word', ['1.101,50 €', '12,5', 'abc'], { type: 'text', decimal: ',' }],
    ['names', ['Acme Corporation', 'Betasoloin', 'J-Texon'], { type: 'text' }],
    ['nothing', ['', ' '], { type: 'empty', emptyShare: 1, distinct: 0 }],
  ]
  it.each(cases)('%s', (_, values, expected) => {
    expect(detectColumn(values)).toMatchObject(expected)
  })

  it('counts what it saw', () => {
    expect(detectColumn(['email', 'social', 'email', ''])).toEqual({
      type: 'text',
      confidence: 1,
      readable: { email: 0, phone: 0, date: 0, number: 0, boolean: 0, url: 0 },
      distinct: 2,
      emptyShare: 0.25,
      examples: ['email', 'social'],
    })
  })

  it('never guesses the order of dates that can be read both ways', () => {
    const part = fc.integer({ min: 1, max: 12 })
    const ambiguous = fc
      .tuple(part, part, fc.integer({ min: 1970, max: 2060 }), fc.constantFrom('/', '-', '.'))
      .map(([a, b, year, mark]) => `${a}${mark}${String(b).padStart(2, '0')}${mark}${year}`)
    const options = { zone: 'Europe/Madrid', defaultCountry: 'ES' }
    fc.assert(
      fc.property(fc.array(ambiguous, { minLength: 1, maxLength: 50 }), (values) => {
        const { dateOrder } = detectColumn(values)
        expect(dateOrder).toBe('ambiguous')
        for (const value of values) {
          const [a, b] = value.split(/[/.-]/).map(Number)
          const parsed = parseValue('date', value, { ...options, dateOrder })
          if (a !== b) expect(parsed).toEqual({ ok: false, rule: 'date_order_unknown' })
        }
      }),
    )
  })
})
