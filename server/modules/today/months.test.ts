import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localDate } from '#kernel/calendar/zone.ts'
import { monthEnd, monthStart, paceOf } from './months.ts'

const instants = fc.date({ min: new Date('2001-01-01'), max: new Date('2080-01-01'), noInvalidDate: true })
const zones = fc.constantFrom('Europe/Madrid', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland')

test('the stretch of last month lies in last month and is never longer than it', () => {
  fc.assert(
    fc.property(zones, instants, (zone, now) => {
      const pace = paceOf(zone, now)
      expect(pace.start <= now && pace.lastStart < pace.lastUntil === pace.lastUntil > pace.lastStart).toBe(true)
      expect(pace.lastUntil >= pace.lastStart && pace.lastUntil <= pace.start).toBe(true)
      expect(localDate(zone, pace.lastStart)).toBe(pace.lastFrom)
    }),
  )
})

test('the 31st is compared with the whole of a shorter month', () => {
  const pace = paceOf('Europe/Madrid', new Date('2026-03-31T10:00:00Z'))
  expect(pace).toMatchObject({ today: '2026-03-31', from: '2026-03-01', lastFrom: '2026-02-01', lastTo: '2026-02-28' })
  expect(pace.lastUntil).toEqual(pace.start)
})

test('months begin and end on local days', () => {
  expect(monthStart('2026-01-15', 1)).toBe('2025-12-01')
  expect(monthEnd('2024-02-10')).toBe('2024-02-29')
})
