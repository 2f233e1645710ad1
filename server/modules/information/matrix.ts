import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'
import { dayOf } from './day.ts'
import { predicateOf } from './list-items.ts'
import { freshnessOn, staleOn } from './select-items.ts'

type Scope = { projectId?: string; campaignId?: string; meetingSeriesId?: string }
type Cell = {
  requestedByDepartmentId: string
  providedByDepartmentId: string
  items: number
  mandatory: number
  stale: number
  staleMandatory: number
  freshness: number
}

/** Who needs how much of whom and how fresh it is, of all that is asked for now. */
export async function readMatrix({ db, actor, clock }: Ctx, scope: Scope) {
  const { workspaceId } = actor
  const day = await dayOf(db, workspaceId, clock.now())
  const [{ rows: departments }, { rows: cells }] = await Promise.all([
    sql<{ id: string; key: string; name: string }>`select d.id, d.key, d.name from department d
      where d.workspace_id = ${workspaceId} and d.deleted_at is null order by d.created_at, d.id limit 200`.execute(db),
    sql<Cell>`select i.requested_by_department_id, i.provided_by_department_id, count(*) as items,
        count(*) filter (where i.mandatory) as mandatory, count(*) filter (where ${staleOn(day)}) as stale,
        count(*) filter (where i.mandatory and ${staleOn(day)}) as stale_mandatory, avg(${freshnessOn(day)}) as freshness
      from information_item i
      where i.workspace_id = ${workspaceId} and ${predicateOf(workspaceId, actor.id, day, scope)}
      group by 1, 2 order by 1, 2`.execute(db),
  ])
  const items = cells.reduce((sum, cell) => sum + cell.items, 0)
  const fresh = cells.reduce((sum, cell) => sum + cell.freshness * cell.items, 0)
  return {
    departments,
    cells: cells.map((cell) => ({ ...cell, freshness: Math.min(1, cell.freshness) })),
    freshness: items === 0 ? null : Math.min(1, fresh / items),
    ready: cells.every((cell) => cell.staleMandatory === 0),
  }
}
