/** One handed-over lead. `closedAt`: rejected or withdrawn without having been touched. */
export type LeadTimes = {
  readonly submittedAt: Date
  readonly assignedAt: Date | null
  /** The first touch by a person after the assignment; autoresponders are excluded before it gets here. */
  readonly firstHumanTouchAt: Date | null
  readonly closedAt: Date | null
}

/** Minutes. A quantile is null when not enough leads have got there yet to say it. */
export type Waiting = {
  readonly count: number
  readonly waiting: number
  readonly median: number | null
  readonly p90: number | null
}

export type SpeedToLead = {
  /** From submission to assignment. */
  readonly system: Waiting
  /** From assignment to the first human touch. */
  readonly human: Waiting
  /** Of the assigned leads, the share nobody has touched; null when none is assigned. */
  readonly neverContactedShare: number | null
}

/**
 * Speed to lead (mechanisms §2). Those still waiting are censored, never dropped: quantiles come from the Kaplan–Meier
 * estimate of the share still waiting after t minutes, in which an untouched lead counts for as long as it has waited (until
 * `now`, or until it was closed). Dropping them would reward never calling anybody.
 *
 * `minutesBetween` is elapsed minutes by default; pass business minutes to leave nights out.
 */
export function speedToLead(
  leads: readonly LeadTimes[],
  now: Date,
  minutesBetween: (from: Date, to: Date) => number = elapsedMinutes,
): SpeedToLead {
  const wait = (from: Date, to: Date | null, closedAt: Date | null): Wait => {
    if (to !== null && to <= now) return { minutes: Math.max(0, minutesBetween(from, to)), isOver: true }
    const until = closedAt !== null && closedAt < now ? closedAt : now
    return { minutes: Math.max(0, minutesBetween(from, until)), isOver: false }
  }
  const submitted = leads.filter((lead) => lead.submittedAt <= now)
  const system = submitted.map((lead) => wait(lead.submittedAt, lead.assignedAt, lead.closedAt))
  const human = submitted.flatMap(({ assignedAt, firstHumanTouchAt, closedAt }) => {
    return assignedAt !== null && assignedAt <= now ? [wait(assignedAt, firstHumanTouchAt, closedAt)] : []
  })
  const untouched = human.filter(({ isOver }) => !isOver).length
  return {
    system: summary(system),
    human: summary(human),
    neverContactedShare: human.length === 0 ? null : untouched / human.length,
  }
}

type Wait = { readonly minutes: number; readonly isOver: boolean }

function elapsedMinutes(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 60_000
}

function summary(waits: readonly Wait[]): Waiting {
  const waiting = waits.filter(({ isOver }) => !isOver).length
  return { count: waits.length, waiting, median: quantile(waits, 0.5), p90: quantile(waits, 0.9) }
}

/** The first time by which at least the share `q` is estimated to be over (Kaplan and Meier 1958, product limit). */
function quantile(waits: readonly Wait[], q: number): number | null {
  // At the same minute, those that ended come before those cut off there, as is usual.
  const sorted = waits.toSorted((a, b) => a.minutes - b.minutes || Number(b.isOver) - Number(a.isOver))
  let stillWaiting = 1
  for (const [index, { minutes, isOver }] of sorted.entries()) {
    if (!isOver) continue
    const atRisk = sorted.length - index
    stillWaiting *= (atRisk - 1) / atRisk
    if (stillWaiting <= 1 - q + ROUNDING) return minutes
  }
  return null
}

const ROUNDING = 1e-12
