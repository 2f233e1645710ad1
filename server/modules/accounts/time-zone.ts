import { isTimeZone } from '#kernel/calendar/zone.ts'
import { invalid } from '#kernel/problem.ts'

export function requireTimeZone(timeZone: string, pointer: string): void {
  if (!isTimeZone(timeZone)) throw invalid(pointer, 'time_zone')
}
