import { addDays } from '#kernel/calendar/zone.ts'

/** Service factor of the safety stock: 95 of 100 lead times are covered. */
const z = 1.65
const rest = 1e-6

/** `z·σ·√L`, to the nearest unit. Without spread or lead time there is none. */
export const safetyStock = (demandStdDev: number | null, leadTimeDays: number | null): number =>
  Math.round(z * (demandStdDev ?? 0) * Math.sqrt(leadTimeDays ?? 0))

export type Position = {
  onHand: number
  reserved: number
  /** Units a day and their standard deviation; null: nobody knows. */
  dailyDemand: number | null
  demandStdDev: number | null
  leadTimeDays: number | null
  inbound: readonly { expectedOn: string; quantity: number; confirmed: boolean }[]
}
export type AvailabilityAsk = {
  /** Local days, both included; day 1 is `from`. */
  from: string
  to: string
  /** What demand is multiplied by. */
  uplift: number
}
export type Availability = {
  needed: number
  /** False: nobody has said how it sells, no order tells, and nothing is counted as needed. */
  isDemandKnown: boolean
  /** On hand − reserved − safety, before any delivery. */
  available: number
  safetyStock: number
  minimum: number
  minimumOn: string
  runsOutOn: string | null
  /** Units short on the worst day. */
  missing: number
  verdict: 'pass' | 'warn' | 'block'
  days: { on: string; available: number }[]
}

/**
 * Whether stock covers demand from day to day:
 * `available(d) = on_hand − reserved − safety + confirmed inbound(≤ d) − Σ_{i ≤ d} baseline · uplift`.
 * `pass`: never below zero; `warn`: only if unconfirmed deliveries come as well; `block`: not even then. A delivery whose day
 * has passed without it (before `today` and before `from`) counts like an unconfirmed one.
 */
export function forecast(position: Position, ask: AvailabilityAsk, today: string): Availability {
  const safety = safetyStock(position.demandStdDev, position.leadTimeDays)
  const available = position.onHand - position.reserved - safety
  const daily = (position.dailyDemand ?? 0) * ask.uplift
  const { sure, hoped } = inboundOf(position, ask, today)
  const days: Availability['days'] = []
  let minimum = Number.POSITIVE_INFINITY
  let hopedMinimum = Number.POSITIVE_INFINITY
  let minimumOn = ask.from
  let runsOutOn: string | null = null
  let come = sure.get('') ?? 0
  let hopedCome = hoped.get('') ?? 0
  let count = 0
  for (let on = ask.from; on <= ask.to; on = addDays(on, 1)) {
    count++
    come += sure.get(on) ?? 0
    hopedCome += hoped.get(on) ?? 0
    const left = Math.floor(available + come - daily * count + rest)
    days.push({ on, available: left })
    if (left < minimum) [minimum, minimumOn] = [left, on]
    if (left + hopedCome < hopedMinimum) hopedMinimum = left + hopedCome
    if (left < 0) runsOutOn ??= on
  }
  return {
    needed: Math.ceil(daily * count - rest),
    isDemandKnown: position.dailyDemand !== null,
    available,
    safetyStock: safety,
    minimum,
    minimumOn,
    runsOutOn,
    missing: Math.max(0, -minimum),
    verdict: minimum >= 0 ? 'pass' : hopedMinimum >= 0 ? 'warn' : 'block',
    days,
  }
}

/** Quantities by day; what comes before the first day is under ''. */
function inboundOf({ inbound }: Position, { from }: AvailabilityAsk, today: string) {
  const sure = new Map<string, number>()
  const hoped = new Map<string, number>()
  for (const { expectedOn, quantity, confirmed } of inbound) {
    const isOverdue = expectedOn < today && expectedOn < from
    const into = confirmed && !isOverdue ? sure : hoped
    const day = isOverdue ? today : expectedOn
    const key = day < from ? '' : day
    into.set(key, (into.get(key) ?? 0) + quantity)
  }
  return { sure, hoped }
}
