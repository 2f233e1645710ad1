import { describe, expect, it } from 'vitest'
import { emailKey } from './email.ts'
import { parseValue, type ValueOptions, type ValueType } from './parse-value.ts'

const spain = { zone: 'Europe/Madrid', defaultCountry: 'ES' }
type Case = [type: ValueType, text: string, expected: unknown, options?: Partial<ValueOptions>]
const wrong = (rule: string) => ({ ok: false, rule })

describe('parseValue', () => {
  const day: Partial<ValueOptions> = { dateOrder: 'day_first' }
  const month: Partial<ValueOptions> = { dateOrder: 'month_first' }
  const comma: Partial<ValueOptions> = { decimal: ',' }
  const point: Partial<ValueOptions> = { decimal: '.' }
  const cases: Case[] = [
    ['date', '01-02-2018', '2018-02-01', day],
    ['date', '3/1/2017', '2017-03-01', month],
    ['date', '3/1/2017', wrong('date_order_unknown')],
    ['date', '3/3/2017', '2017-03-03'],
    ['date', '20/10/2017', '2017-10-20', { dateOrder: 'ambiguous' }],
    ['date', '10/20/2016', wrong('date_invalid'), day],
    ['date', '31/02/2018', wrong('date_invalid'), day],
    ['date', '29.2.24', '2024-02-29', day],
    ['date', '1/1/70', '1970-01-01', day],
    ['date', '2018-02-26 19:58:54', '2018-02-26'],
    ['date', '26 de febrero de 2018', '2018-02-26'],
    ['date', 'lunes, 26 de febrero del 2018', '2018-02-26'],
    ['date', '26-feb-18', '2018-02-26'],
    ['date', 'Feb 26, 2018', '2018-02-26'],
    ['date', '26th September 2018', '2018-09-26'],
    ['date', 'miércoles 5 sept. 2018', '2018-09-05'],
    ['date', '43157', '2018-02-26'],
    ['date', '20180226', '2018-02-26'],
    ['date', '0018-02-26', wrong('date_out_of_range')],
    ['date', 'mañana', wrong('date_invalid')],
    ['date', '', null],
    ['date', 'N/A', null],
    ['datetime', '2018-02-26 19:58:54', '2018-02-26T18:58:54.000Z'],
    ['datetime', '26/07/2018 9:05', '2018-07-26T07:05:00.000Z', day],
    ['datetime', '7/26/2018 9:05 PM', '2018-07-26T19:05:00.000Z', month],
    ['datetime', '12/05/2018 12:15 a. m.', '2018-05-11T22:15:00.000Z', day],
    ['datetime', '2018-02-26T19:58:54.250Z', '2018-02-26T19:58:54.250Z'],
    ['datetime', '2018-02-26T19:58:54+05:30', '2018-02-26T14:28:54.000Z'],
    ['datetime', '2018-02-26', '2018-02-25T23:00:00.000Z'],
    ['datetime', '43157,5', '2018-02-26T11:00:00.000Z'],
    ['datetime', '2018-02-26 25:00', wrong('date_invalid')],
    ['datetime', '2018-03-25 02:30', '2018-03-25T01:00:00.000Z'],
    ['number', '1.234,56', 1234.56],
    ['number', '1,234.56', 1234.56],
    ['number', '1234,5', 1234.5],
    ['number', '12 345,6', 12345.6],
    ['number', '12\u202F345,6', 12345.6],
    ['number', "1'234.5", 1234.5],
    ['number', '(1.200)', -1200, comma],
    ['number', '-1.200', -1.2, point],
    ['number', '1.200-', -1200, comma],
    ['number', '1.200', wrong('decimal_unknown')],
    ['number', '1.200', wrong('decimal_unknown'), { decimal: 'ambiguous' }],
    ['number', '0,125', 0.125],
    ['number', '12.5', wrong('number_invalid'), comma],
    ['number', '1.23.456', wrong('number_invalid'), comma],
    ['number', '12 %', 12],
    ['number', '1,5E+3', 1500],
    ['number', 'doce', wrong('number_invalid')],
    ['number', '99999999999999999999', wrong('number_out_of_range')],
    ['number', '#N/D', wrong('spreadsheet_error')],
    ['number', '#¡DIV/0!', wrong('spreadsheet_error')],
    ['integer', '2.448', 2448, comma],
    ['integer', '2,5', wrong('integer_invalid'), comma],
    ['money', '1.054,10 €', { amountCents: 105410, currency: 'EUR' }],
    ['money', 'USD 1,054.1', { amountCents: 105410, currency: 'USD' }],
    ['money', '$1054', { amountCents: 105400, currency: null }],
    ['money', '1.005', { amountCents: 101, currency: null }, point],
    ['money', '-0,50€', { amountCents: -50, currency: 'EUR' }],
    ['boolean', 'Sí', true],
    ['boolean', 'VERDADERO', true],
    ['boolean', 'x', true],
    ['boolean', 'no', false],
    ['boolean', '0', false],
    ['boolean', 'quizá', wrong('boolean_invalid')],
    ['email', '  Ana.Ruiz@Ejemplo.ES ', 'Ana.Ruiz@ejemplo.es'],
    ['email', 'Ana Ruiz <ana@ejemplo.es>', 'ana@ejemplo.es'],
    ['email', 'mailto:ana@ejemplo.es;', 'ana@ejemplo.es'],
    ['email', 'jose\u0301@España.es', 'josé@xn--espaa-rta.es'],
    ['email', 'a@b.es, c@d.es', wrong('email_several')],
    ['email', 'ana@ejemplo', wrong('email_invalid')],
    ['email', 'ana..ruiz@ejemplo.es', wrong('email_invalid')],
    ['email', 'ana@-ejemplo.es', wrong('email_invalid')],
    ['email', 'ana ruiz@ejemplo.es', wrong('email_invalid')],
    ['email', `${'a'.repeat(65)}@ejemplo.es`, wrong('email_invalid')],
    ['email', 'ana@ejemplo.es@x', wrong('email_invalid')],
    ['phone', '600 12 34 56', '+34600123456'],
    ['phone', '(955) 12-34-56', '+34955123456'],
    ['phone', '0034 600123456', '+34600123456'],
    ['phone', '34600123456', '+34600123456'],
    ['phone', "'+34 600 123 456", '+34600123456'],
    ['phone', '+44 20 7946 0958', '+442079460958'],
    ['phone', '(212) 456-7890', '+12124567890', { defaultCountry: 'US' }],
    ['phone', '06 12 34 56 78', '+33612345678', { defaultCountry: 'FR' }],
    ['phone', '12345', wrong('phone_invalid')],
    ['phone', '3,46E+10', wrong('spreadsheet_rounded')],
    ['phone', 'no tiene', wrong('phone_invalid')],
    ['text', "'=1+1", '=1+1'],
    ['text', '-', '-'],
    ['text', ' cafe\u0301 ', 'café'],
    ['id', '1,23E+15', wrong('spreadsheet_rounded')],
    ['url', 'Ejemplo.es/ruta', 'https://ejemplo.es/ruta'],
    ['url', 'javascript:alert(1)', wrong('url_invalid')],
    ['domain', 'https://www.Ejemplo.es/ruta', 'ejemplo.es'],
    ['domain', 'ventas@ejemplo.es', 'ejemplo.es'],
    ['domain', 'ejemplo', wrong('url_invalid')],
    ['list', 'cat, wolf, cat', ['cat', 'wolf']],
  ]
  it.each(cases)('%s %j', (type, text, expected, options) => {
    const isRefusal = typeof expected === 'object' && expected !== null && 'ok' in expected
    expect(parseValue(type, text, { ...spain, ...options })).toEqual(
      isRefusal ? expected : { ok: true, value: expected },
    )
  })

  it('compares mailboxes regardless of case', () => {
    expect(emailKey('Ana.Ruiz@ejemplo.es')).toBe(emailKey('ana.ruiz@ejemplo.es'))
  })
})
