import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { AgendaCandidate, AgendaScope, AgendaSource } from '#modules/meetings/public.ts'
import { type Asked, countAsked, sumOf } from './coverage/count-asked.ts'

type Row = Pick<Asked, 'id' | 'title' | 'ownerId' | 'required' | 'covered' | 'expiring' | 'requiredFrom'> & {
  since: Date | null
  departmentIds: string[]
}

/** Once a month: trainings with people missing, and those whose completions end within 30 days. Most people first. */
export const trainingsAgenda: AgendaSource = async (db, workspaceId, at, scope) => {
  if (scope.cadence !== 'monthly') return []
  const zone = await timeZoneOf(db, workspaceId)
  const asked = (await countAsked(db, workspaceId, at, scope.projectId)).filter((one) => concerns(one, scope))
  return [...Map.groupBy(asked, (one) => one.id).values()]
    .map((own): Row => {
      const { id, title, ownerId, publishedAt: since, requiredFrom } = own[0]!
      const expiring = own.reduce((sum, one) => sum + one.expiring, 0)
      const departmentIds = own.map((one) => one.departmentId)
      return { id, title, ownerId, since, requiredFrom, expiring, departmentIds, ...sumOf(own) }
    })
    .toSorted((a, b) => b.required - b.covered - (a.required - a.covered) || (a.id < b.id ? -1 : 1))
    .flatMap((row) => candidatesOf(row, at, zone))
    .slice(0, scope.limit)
}

const concerns = ({ departmentId, teachingId }: Asked, { departmentIds }: AgendaScope) =>
  departmentIds.length === 0 || departmentIds.includes(departmentId) || departmentIds.includes(teachingId)

function candidatesOf(row: Row, at: Date, zone: string): AgendaCandidate[] {
  const { id, title, ownerId, departmentIds, required, covered, expiring } = row
  const missing = required - covered
  const about = { title, amountCents: null, url: `/trainings/${id}?part=people`, departmentIds, ownerId }
  const begun = row.requiredFrom ? startOfLocalDay(zone, row.requiredFrom) : null
  const since = begun && row.since && begun > row.since ? begun : (row.since ?? begun ?? at)
  return [
    ...(missing > 0
      ? [
          {
            ...about,
            ...{ key: `training_gap:${id}`, kind: 'training_gap', params: { missing, required }, since },
            severity: covered * 2 < required ? ('major' as const) : ('minor' as const),
          },
        ]
      : []),
    ...(expiring > 0
      ? [
          {
            ...about,
            ...{ key: `training_expiring:${id}`, kind: 'training_expiring', params: { expiring, required } },
            ...{ since: at, severity: 'minor' as const },
          },
        ]
      : []),
  ]
}
