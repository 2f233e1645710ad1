import { offsetMinutes, utcAsWall } from '../rules/wall-time.ts'

type Change = { at: number; from: number; to: number }

const minuteMs = 60_000
const weekMs = 7 * 86_400_000
const cached = new Map<string, string>()
const maxCached = 500

/**
 * VTIMEZONE of an IANA zone with every clock change from the first day of `fromYear` to the end of `toYear`, read from Intl:
 * RFC 5545 §3.6.5 with RDATE, because a list of changes also holds where no rule does.
 */
export function vtimezone(zone: string, fromYear: number, toYear: number): string {
  const key = `${zone} ${fromYear} ${toYear}`
  const found = cached.get(key)
  if (found) return found
  const start = Date.UTC(fromYear, 0, 1)
  const changes = changesBetween(zone, start, Date.UTC(toYear + 1, 0, 1))
  const first = offsetMinutes(zone, start)
  const groups = Map.groupBy(changes, ({ from, to }) => `${from} ${to}`)
  const text = [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...observance(first, first, [start]),
    ...[...groups.values()].flatMap((group) =>
      observance(
        group[0]!.from,
        group[0]!.to,
        group.map((change) => change.at),
      ),
    ),
    'END:VTIMEZONE',
  ].join('\r\n')
  if (cached.size >= maxCached) cached.clear()
  cached.set(key, text)
  return text
}

/** Onsets are written in the wall time that was in force before. */
function observance(from: number, to: number, instants: readonly number[]): string[] {
  const kind = to > from ? 'DAYLIGHT' : 'STANDARD'
  const walls = instants.map((ms) => `${compact(utcAsWall(new Date(ms + from * minuteMs)))}00`)
  const [start, ...others] = walls
  return [
    `BEGIN:${kind}`,
    `DTSTART:${start}`,
    ...others.map((wall) => `RDATE:${wall}`),
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `END:${kind}`,
  ]
}

function changesBetween(zone: string, from: number, to: number): Change[] {
  const changes: Change[] = []
  for (let low = from; low < to; low += weekMs) {
    const high = Math.min(low + weekMs, to)
    const before = offsetMinutes(zone, low)
    const after = offsetMinutes(zone, high)
    if (before !== after) changes.push({ at: changeIn(zone, low, high, before), from: before, to: after })
  }
  return changes
}

/** Clocks change on whole minutes. */
function changeIn(zone: string, from: number, to: number, before: number): number {
  let low = from / minuteMs
  let high = to / minuteMs
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMinutes(zone, middle * minuteMs) === before) low = middle
    else high = middle
  }
  return high * minuteMs
}

export const compact = (wall: string): string => wall.replace(/[-:]/g, '')

function offsetText(minutes: number): string {
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad(size / 60)}${pad(size % 60)}`
}
