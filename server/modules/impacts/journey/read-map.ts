import { type RawBuilder, sql } from 'kysely'
import type { JourneyStage, linkTypes, Touchpoint } from '#contract/journey.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { describeNodes, keyOf } from '../nodes.ts'
import { stageGaps, touchpointGaps } from '../rules/gaps.ts'

export type LinkRef = { type: (typeof linkTypes)[number]; id: string }
export type StageRow = {
  id: string
  name: string
  goal: string
  version: number
  owners: { departmentId: string; memberId: string }[]
}
export type TouchpointRow = Omit<Touchpoint, 'links' | 'gaps'> & { links: LinkRef[]; position: number }

/** The whole map: stages in order with their touchpoints, and how many of both have gaps. */
export async function readMap(db: Db, workspaceId: string) {
  const stages = await selectStages(db, workspaceId, sql`s.deleted_at is null`)
  const touchpoints = await toTouchpoints(
    db,
    workspaceId,
    await selectTouchpoints(db, workspaceId, sql`p.deleted_at is null`),
  )
  const byStage = Map.groupBy(touchpoints, (one) => one.stageId)
  const map = stages.map((stage) => toStage(stage, byStage.get(stage.id) ?? []))
  return { stages: map, gaps: [...map, ...touchpoints].filter((one) => one.gaps.length > 0).length }
}

/** Throws 404. */
export async function readStage(db: Db | Tx, workspaceId: string, id: string): Promise<JourneyStage> {
  const [stage] = await selectStages(db, workspaceId, sql`s.id = ${id} and s.deleted_at is null`)
  if (!stage) throw new Problem('not_found')
  const rows = await selectTouchpoints(db, workspaceId, sql`p.stage_id = ${id} and p.deleted_at is null`)
  return toStage(stage, await toTouchpoints(db, workspaceId, rows))
}

/** Throws 404. */
export async function readTouchpoint(db: Db | Tx, workspaceId: string, id: string): Promise<Touchpoint> {
  const rows = await selectTouchpoints(db, workspaceId, sql`p.id = ${id} and p.deleted_at is null`)
  const [touchpoint] = await toTouchpoints(db, workspaceId, rows)
  if (!touchpoint) throw new Problem('not_found')
  return touchpoint
}

export async function selectStages(db: Db | Tx, workspaceId: string, where: RawBuilder<unknown>): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`select s.id, s.name, s.goal, s.version, coalesce((
      select jsonb_agg(jsonb_build_object('departmentId', o.department_id, 'memberId', o.member_id) order by o.department_id)
      from journey_owner o
      join member m on m.workspace_id = o.workspace_id and m.workspace_id = ${workspaceId} and m.id = o.member_id and m.removed_at is null
      where o.workspace_id = ${workspaceId} and o.stage_id = s.id), '[]'::jsonb) as owners
    from journey_stage s where s.workspace_id = ${workspaceId} and ${where} order by s.position, s.id`.execute(db)
  return rows
}

export async function selectTouchpoints(
  db: Db | Tx,
  workspaceId: string,
  where: RawBuilder<unknown>,
): Promise<TouchpointRow[]> {
  const { rows } =
    await sql<TouchpointRow>`select p.id, p.stage_id, p.name, p.department_id, p.owner_id, p.promise, p.metric, p.target, p.links,
      p.position, p.version
    from touchpoint p where p.workspace_id = ${workspaceId} and ${where} order by p.position, p.id`.execute(db)
  return rows
}

const toStage = ({ owners, ...stage }: StageRow, touchpoints: Touchpoint[]): JourneyStage => ({
  ...stage,
  owners,
  touchpoints,
  gaps: stageGaps({ owners: owners.length, touchpoints: touchpoints.length }),
})

async function toTouchpoints(db: Db | Tx, workspaceId: string, rows: readonly TouchpointRow[]): Promise<Touchpoint[]> {
  const described = await describeNodes(
    db,
    workspaceId,
    rows.flatMap((row) => row.links),
  )
  return rows.map(({ position: _, links, ...row }) => {
    const shown = links.map((link) => {
      const found = described.get(keyOf(link))
      return { ...link, name: found?.name ?? '', url: found?.url ?? null, isAlive: found !== undefined }
    })
    const gaps = touchpointGaps({ ...row, links: shown.filter((link) => link.isAlive).length })
    return { ...row, links: shown, gaps }
  })
}
