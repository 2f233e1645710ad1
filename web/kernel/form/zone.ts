/** An instant as the clock on the wall of a zone shows it: `YYYY-MM-DD HH:mm:ss`. */
export function wallTimeOf(instant: string | number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00'
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`
}

/**
 * The instant (RFC 3339, UTC) at which the wall of a zone shows a time. A time that daylight saving skips moves on by the
 * hour that is missing; of one that comes twice, one of the two is taken.
 */
export function instantOf(wall: string, timeZone: string): string {
  const asUtc = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`)
  const wanted = asUtc(wall)
  const offsetAt = (instant: number) => asUtc(wallTimeOf(instant, timeZone)) - Math.floor(instant / 1000) * 1000
  const first = wanted - offsetAt(wanted)
  return new Date(wanted - offsetAt(first)).toISOString()
}
