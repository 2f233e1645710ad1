import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wallTimeOf } from '../../kernel/form/zone.ts'
import { readDueWords } from './due-words.ts'

/** A Wednesday, 11:30 in Madrid. */
const now = new Date('2026-11-25T10:30:00Z')
const zone = 'Europe/Madrid'
const read = (text: string) => {
  const { title, dueAt } = readDueWords(text, now, zone)
  return [title, dueAt && wallTimeOf(dueAt, zone).slice(0, 16)]
}

test.each([
  ['Llamar a Ana mañana', 'Llamar a Ana', '2026-11-26 18:00'],
  ['Llamar a Ana mañana 10:00', 'Llamar a Ana', '2026-11-26 10:00'],
  ['mañana por la mañana llamar', 'llamar', '2026-11-26 09:00'],
  ['Pasado mañana a las 5 revisar oferta', 'revisar oferta', '2026-11-27 17:00'],
  ['Oferta para el viernes', 'Oferta', '2026-11-27 18:00'],
  ['Oferta para el próximo miércoles a las 9:30', 'Oferta', '2026-12-02 09:30'],
  ['Reunión 9:15', 'Reunión', '2026-11-26 09:15'],
  ['Reunión a las 17h', 'Reunión', '2026-11-25 17:00'],
  ['Seguimiento en 3 días', 'Seguimiento', '2026-11-28 18:00'],
  ['Seguimiento dentro de 2 semanas', 'Seguimiento', '2026-12-09 18:00'],
  ['Seguimiento en un mes', 'Seguimiento', '2026-12-25 18:00'],
  ['Llamar en 2 horas', 'Llamar', '2026-11-25 13:30'],
  ['Feria 12/6 10:00', 'Feria', '2027-06-12 10:00'],
  ['Feria el 3 de diciembre', 'Feria', '2026-12-03 18:00'],
  ['Plan la semana que viene', 'Plan', '2026-11-30 18:00'],
  ['Call Ana tomorrow 10:00', 'Call Ana', '2026-11-26 10:00'],
  ['Send offer next friday at 4pm', 'Send offer', '2026-11-27 16:00'],
  ['Send offer by Monday', 'Send offer', '2026-11-30 18:00'],
  ['Check stock in 30 minutes', 'Check stock', '2026-11-25 12:00'],
  ['Trade fair on December 3rd', 'Trade fair', '2026-12-03 18:00'],
  ['Review 2026-12-24', 'Review', '2026-12-24 18:00'],
  ['Call this afternoon', 'Call', '2026-11-25 18:00'],
  ['Call at noon', 'Call', '2026-11-25 12:00'],
  ['mañana', 'mañana', '2026-11-26 18:00'],
])('%s', (text, title, due) => {
  expect(read(text)).toEqual([title, due])
})

test.each([
  'Pedir 40 auriculares',
  'Comprar pan en Mañaneros',
  'Ver el 99/99',
  'Mayo es bueno',
  'Precio 12.50',
  'Modelo 25:99',
])('%s names no date', (text) => {
  expect(read(text)).toEqual([text, null])
})

test('late in the day, today still lies ahead', () => {
  const { dueAt } = readDueWords('hoy', new Date('2026-11-25T19:00:00Z'), zone)
  expect(dueAt).toBe('2026-11-25T22:59:00.000Z')
})

test('whatever is typed, there is a title, and a date is one', () => {
  const words = fc.constantFrom(
    'mañana',
    '10:00',
    'en 3 días',
    'viernes',
    '31/2',
    'at 12',
    'á',
    '😀',
    ' ',
    '31 de febrero',
    'in 999 months',
    '0/0',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(words, fc.string()), { minLength: 1 }).map((parts) => parts.join(' ')),
      (text) => {
        const { title, dueAt } = readDueWords(text, now, zone)
        expect(title.length > 0 || text.trim() === '').toBe(true)
        if (dueAt) expect(Number.isNaN(Date.parse(dueAt))).toBe(false)
      },
    ),
  )
})
