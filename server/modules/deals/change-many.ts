import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type EventRecord, recordMany } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { dealFacts, dealSubjects } from './deal-facts.ts'
import { requireLinks } from './links.ts'
import { stageOf } from './open-deal.ts'

type Given = {
  ids: string[]
  ownerId?: string | null
  stageId?: string
  addTags?: string[]
  removeTags?: string[]
  deleted?: boolean
}
type Row = {
  id: string
  name: string
  subjectId: string | null
  companyId: string | null
  ownerId: string | null
  stageId: string
  stageName: string
  pipelineId: string
  state: string
  tags: string[]
  isDeleted: boolean
}
type Next = {
  id: string
  ownerId: string | null
  stageId: string
  tags: string[]
  deleted: boolean
  boardRank: number | null
  moved: boolean
}

/**
 * One change of many deals, in one transaction and a constant number of statements. Counts as skipped: deals that are not
 * there (any more), that stay as they are, and closed ones whose stage should change. Throws 422 on a stage of another pipeline.
 */
export const changeMany = (ctx: Ctx, given: Given): Promise<{ changed: number; skipped: number }> =>
  ctx.transact(async (tx) => {
    const { ids, ownerId, stageId, addTags, removeTags, deleted } = given
    if ([ownerId, stageId, addTags, removeTags, deleted].every((one) => one === undefined))
      throw invalid('', 'min_properties')
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const wanted = [...new Set(ids)]
    await requireLinks(tx, workspaceId, { ownerId })
    const stage = stageId === undefined ? null : await stageOf(tx, workspaceId, stageId)
    const rows = await lockMany(tx, workspaceId, wanted, deleted === false)
    if (stage && rows.some((row) => row.pipelineId !== stage.pipelineId))
      throw new Problem('unprocessable', {}, [{ pointer: '/stageId', rule: 'other_pipeline' }])
    const changing = rows
      .map((row) => ({ row, next: nextOf(row, given) }))
      .filter(({ row, next }) => next && differs(row, next)) as { row: Row; next: Next }[]
    const moving = changing.filter(({ next }) => next.moved)
    if (stage && moving.length > 0) {
      const top = await topOf(tx, workspaceId, stage.id)
      for (const [index, { next }] of moving.entries()) next.boardRank = top - moving.length + index
    }
    await write(
      tx,
      workspaceId,
      at,
      changing.map(({ next }) => next),
    )
    await recordMany(
      tx,
      ctx.actor,
      at,
      changing.flatMap(({ row, next }) => eventsOf(row, next, stage?.name ?? '')),
    )
    return { changed: changing.length, skipped: wanted.length - changing.length }
  })

/** Pipelines first, then deals in order of their ids: nobody waits for somebody who waits for them. */
async function lockMany(tx: Tx, workspaceId: string, ids: readonly string[], restoring: boolean): Promise<Row[]> {
  await sql`select 1 from pipeline where workspace_id = ${workspaceId} and id in (
      select pipeline_id from deal where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]))
    order by id for no key update`.execute(tx)
  const { rows } =
    await sql<Row>`select d.id, d.name, d.subject_id, d.company_id, d.owner_id, d.stage_id, s.name as stage_name, d.pipeline_id,
      d.state, d.tags, d.deleted_at is not null as is_deleted
    from deal d join pipeline_stage s on s.workspace_id = d.workspace_id and s.workspace_id = ${workspaceId} and s.id = d.stage_id
    where d.workspace_id = ${workspaceId} and d.id = any(${ids}::uuid[])
    order by d.id for update of d`.execute(tx)
  const place = new Map(ids.map((id, index) => [id, index]))
  return rows.filter((row) => row.isDeleted === restoring).sort((a, b) => place.get(a.id)! - place.get(b.id)!)
}

function nextOf(row: Row, { ownerId, stageId, addTags = [], removeTags = [], deleted }: Given): Next | null {
  const moved = stageId !== undefined && stageId !== row.stageId
  if (moved && row.state !== 'open') return null
  const kept = row.tags.filter((tag) => !removeTags.includes(tag))
  return {
    id: row.id,
    ownerId: ownerId === undefined ? row.ownerId : ownerId,
    stageId: stageId ?? row.stageId,
    tags: addTags.length + removeTags.length > 0 ? [...new Set([...kept, ...addTags])] : row.tags,
    deleted: deleted ?? row.isDeleted,
    boardRank: null,
    moved,
  }
}

const differs = (row: Row, next: Next) =>
  next.moved ||
  next.ownerId !== row.ownerId ||
  next.deleted !== row.isDeleted ||
  next.tags.join('\n') !== row.tags.join('\n')

async function topOf(tx: Tx, workspaceId: string, stageId: string): Promise<number> {
  const { rows } = await sql<{ top: number | null }>`select min(board_rank) as top from deal
    where workspace_id = ${workspaceId} and stage_id = ${stageId} and state = 'open' and deleted_at is null`.execute(tx)
  return rows[0]?.top ?? 0
}

async function write(tx: Tx, workspaceId: string, at: Date, next: readonly Next[]) {
  if (next.length === 0) return
  await sql`update deal d set owner_id = n."ownerId", stage_id = n."stageId", tags = n.tags, updated_at = ${at}, version = d.version + 1,
      deleted_at = case when n.deleted then coalesce(d.deleted_at, ${at}) end,
      board_rank = coalesce(n."boardRank", d.board_rank),
      stage_since = case when n.moved then ${at} else d.stage_since end
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n(id uuid, "ownerId" uuid, "stageId" uuid, tags text[], deleted boolean,
      "boardRank" double precision, moved boolean)
    where d.workspace_id = ${workspaceId} and d.id = n.id`.execute(tx)
}

function eventsOf(row: Row, next: Next, toStage: string): EventRecord[] {
  const facts = dealFacts(row)
  const subjects = dealSubjects(row)
  const changes = {
    ...(next.ownerId !== row.ownerId && { ownerId: [row.ownerId, next.ownerId] }),
    ...(next.tags !== row.tags && { tags: [row.tags, next.tags] }),
  }
  return [
    ...(next.moved
      ? [
          {
            name: 'deal.stage_changed' as const,
            data: { ...facts, fromStageId: row.stageId, fromStage: row.stageName, toStageId: next.stageId, toStage },
            subjects,
          },
        ]
      : []),
    ...(Object.keys(changes).length > 0
      ? [{ name: 'deal.updated' as const, data: { ...facts, changes }, subjects }]
      : []),
    ...(next.deleted !== row.isDeleted
      ? [{ name: next.deleted ? ('deal.deleted' as const) : ('deal.restored' as const), data: facts, subjects }]
      : []),
  ]
}
