import { expect, test } from 'vitest'
import { clockNow } from '../clock.ts'
import { createFormat } from './format.ts'

test('a day is told with its year unless that is the one we are in', () => {
  const { day } = createFormat('es', 'Europe/Madrid', 'EUR')
  const year = new Date(clockNow()).getUTCFullYear()
  expect(day(`${year}-06-15T12:00:00Z`)).not.toContain(String(year))
  expect(day('2017-12-30T12:00:00Z')).toBe('sábado, 30 de diciembre de 2017')
  expect(day('2017-12-31')).toContain('2017')
})
