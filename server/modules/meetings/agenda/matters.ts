import type { AgendaItem } from '#contract/meetings-parts.ts'
import type { AgendaCandidate } from '../agenda-source.ts'
import type { Rankable } from '../rules/agenda.ts'

/** A matter of a meeting, live or stored. */
export type Matter = Rankable & {
  id: string | null
  kind: string
  title: string
  params: Record<string, string | number>
  url: string | null
  departmentIds: readonly string[]
  proposedByDepartmentId: string | null
  ownerId: string | null
  state: AgendaItem['state']
  reason: string | null
  spentSeconds: number
}

const usualMinutes: Record<string, number> = {
  open_action: 2,
  standing_goals: 8,
  standing_sla: 8,
  standing_roi: 8,
  standing_training: 4,
  standing_pulse: 4,
}
const minutesBySeverity = { critical: 8, major: 5, minor: 3 }

/** The series' own minutes for a kind of matter, else the usual ones. */
export const minutesOf = (
  { kind, severity }: Pick<Matter, 'kind' | 'severity'>,
  own: Readonly<Record<string, number>>,
): number => own[kind] ?? usualMinutes[kind] ?? minutesBySeverity[severity]

export const newMatter = (
  origin: Matter['origin'],
  candidate: Omit<AgendaCandidate, 'url'> & { url: string | null },
  own: Readonly<Record<string, number>>,
): Matter => ({
  id: null,
  origin,
  ...candidate,
  proposedByDepartmentId: null,
  minutes: minutesOf(candidate, own),
  position: null,
  state: 'planned',
  reason: null,
  spentSeconds: 0,
})

export const toAgendaItem = (matter: Matter & { score: number }, currency: string): AgendaItem => ({
  id: matter.id,
  key: matter.key,
  origin: matter.origin,
  kind: matter.kind,
  title: matter.title,
  params: matter.params,
  severity: matter.severity,
  since: matter.since.toISOString(),
  amount: matter.amountCents === null ? null : { amountCents: matter.amountCents, currency },
  score: matter.score,
  url: matter.url,
  departmentIds: [...matter.departmentIds],
  proposedByDepartmentId: matter.proposedByDepartmentId,
  ownerId: matter.ownerId,
  minutes: matter.minutes,
  pinned: matter.position !== null,
  state: matter.state,
  reason: matter.reason,
  spentSeconds: matter.spentSeconds,
})
