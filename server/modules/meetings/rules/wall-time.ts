import { addDays, dateOfDayNumber, instantAt, localDayNumber, localMinuteOfDay } from '#kernel/calendar/zone.ts'

/** A wall clock in no particular zone, `YYYY-MM-DDTHH:MM`. */
export type Wall = string

const dayMs = 86_400_000

/**
 * The instant at which the wall clock of a zone shows this time, as RFC 5545 §3.3.5 says: of a time that occurs twice the
 * first, and a time that a clock change skips is counted with the offset before it (02:30 becomes 03:30).
 */
export function instantOfWall(zone: string, wall: Wall): Date {
  const date = dateOf(wall)
  const minute = minuteOf(timeOf(wall))
  const instant = instantAt(zone, date, minute)
  if (wallOf(zone, instant) === wall) return instant
  return new Date(instantAt(zone, addDays(date, -1), minute).getTime() + dayMs)
}

/** What the wall clock of a zone shows at an instant; seconds are left out. */
export function wallOf(zone: string, at: Date): Wall {
  const minute = Math.floor(localMinuteOfDay(zone, at))
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${dateOfDayNumber(localDayNumber(zone, at.getTime()))}T${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`
}

export const dateOf = (wall: Wall): string => wall.slice(0, 10)
export const timeOf = (wall: Wall): string => wall.slice(11, 16)
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** As if the wall clock were UTC: what a recurrence rule counts with. */
export const wallAsUtc = (wall: Wall): Date => new Date(`${wall}:00.000Z`)
export const utcAsWall = (date: Date): Wall => date.toISOString().slice(0, 16)

/** How far a zone is ahead of UTC at an instant, in minutes. */
export function offsetMinutes(zone: string, ms: number): number {
  const wall = localDayNumber(zone, ms) * 1440 + localMinuteOfDay(zone, new Date(ms))
  return Math.round(wall - ms / 60_000)
}
