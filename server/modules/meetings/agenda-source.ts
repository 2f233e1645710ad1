import type { Db } from '#kernel/db.ts'

export const cadences = ['weekly', 'monthly', 'other'] as const
export type Cadence = (typeof cadences)[number]

/** Something of the live data that a meeting should speak of. */
export type AgendaCandidate = {
  /** `<kind>:<id of the record>`: the same matter keeps its key from meeting to meeting. */
  key: string
  /** Words `meetings.agenda.kinds.<kind>`, an ICU sentence over `params` and `title`. */
  kind: string
  /** The record's own name. */
  title: string
  params: Record<string, string | number>
  severity: 'critical' | 'major' | 'minor'
  /** Since when it has been so: age weighs. */
  since: Date
  /** What is at stake, if known. */
  amountCents: number | null
  /** Path inside the app that opens the record. */
  url: string
  /** Departments concerned; none: everybody. */
  departmentIds: readonly string[]
  ownerId: string | null
}

export type AgendaScope = {
  departmentIds: readonly string[]
  projectId: string | null
  cadence: Cadence
  /** When the meeting starts. */
  startsAt: Date
  /** The most candidates of one source: its worst first. */
  limit: number
}

/** Read by index, bounded by `scope.limit`, worst first: a workspace may have 50,000 open matters. */
export type AgendaSource = (
  db: Db,
  workspaceId: string,
  at: Date,
  scope: AgendaScope,
) => Promise<readonly AgendaCandidate[]>

const sources = new Map<string, AgendaSource>()

/** Called once at boot for each source (`server/modules.ts`): meetings know no other module. */
export const registerAgendaSource = (name: string, source: AgendaSource) => void sources.set(name, source)
export const agendaSources = (): ReadonlyMap<string, AgendaSource> => sources
