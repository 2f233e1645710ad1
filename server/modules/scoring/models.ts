import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { scoringRoutes } from '#contract/scoring.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { enqueue } from '#kernel/jobs.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { rescoreAll } from './jobs.ts'
import type { ScoringModel } from './rules/model.ts'
import { validateModel } from './rules/validate-model.ts'

type Routes = typeof scoringRoutes
type Model = Reply<Routes['GET /scoring-models/:version']>
type Row = Omit<Model, 'createdAt' | 'activatedAt' | 'retiredAt'> & {
  createdAt: Date
  activatedAt: Date | null
  retiredAt: Date | null
}

const head = sql`s.version, s.state, s.note, s.created_at, s.created_by, m.full_name as created_by_name, s.activated_at, s.retired_at`
const source = sql`scoring_model s left join member m on m.workspace_id = s.workspace_id and m.id = s.created_by`

export async function listModels(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /scoring-models']>,
): Promise<Reply<Routes['GET /scoring-models']>> {
  const { after, limit = 50 } = query
  const [before = null] = decodeCursor(after, 1) ?? []
  const { rows } = await sql<Omit<Row, 'definition'>>`select ${head} from ${source}
    where s.workspace_id = ${actor.workspaceId} and (${before}::integer is null or s.version < ${before}::integer)
    order by s.version desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row) => ({ ...row, ...instants(row) }),
    (row) => [row.version],
  )
}

export const readModel = ({ db, actor }: Ctx, { params }: Input<Routes['GET /scoring-models/:version']>) =>
  findModel(db, actor.workspaceId, params.version)

export const createModel = (ctx: Ctx, { body }: Input<Routes['POST /scoring-models']>): Promise<Model> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id } = ctx.actor
    // Versions are numbered one after the other: who makes the next one waits for the other.
    await sql`select 1 from workspace where id = ${workspaceId} for no key update`.execute(tx)
    const { rows } = await sql<{ version: number }>`select coalesce(max(version), 0) + 1 as version from scoring_model
      where workspace_id = ${workspaceId}`.execute(tx)
    const { version } = rows[0]!
    const definition = JSON.stringify(checked(body.definition, version))
    await tx
      .insertInto('scoringModel')
      .values({
        workspaceId,
        version,
        definition,
        state: 'draft',
        note: body.note || null,
        createdBy: id,
        createdAt: ctx.clock.now(),
      })
      .execute()
    return findModel(tx, workspaceId, version)
  })

export const changeModel = (
  ctx: Ctx,
  { params, body }: Input<Routes['PATCH /scoring-models/:version']>,
): Promise<Model> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const { version } = params
    await lockDraft(tx, workspaceId, version)
    const definition = body.definition === undefined ? undefined : JSON.stringify(checked(body.definition, version))
    if (definition !== undefined || body.note !== undefined) {
      await tx
        .updateTable('scoringModel')
        .set({
          ...(definition !== undefined && { definition }),
          ...(body.note !== undefined && { note: body.note || null }),
        })
        .where('workspaceId', '=', workspaceId)
        .where('version', '=', version)
        .execute()
    }
    return findModel(tx, workspaceId, version)
  })

export const deleteModel = (ctx: Ctx, { params }: Input<Routes['DELETE /scoring-models/:version']>): Promise<void> =>
  ctx.transact(async (tx) => {
    await lockDraft(tx, ctx.actor.workspaceId, params.version)
    await tx
      .deleteFrom('scoringModel')
      .where('workspaceId', '=', ctx.actor.workspaceId)
      .where('version', '=', params.version)
      .execute()
  })

export const activateModel = (
  ctx: Ctx,
  { params, body }: Input<Routes['POST /scoring-models/:version/activation']>,
): Promise<Model> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const { version } = params
    const at = ctx.clock.now()
    await lockDraft(tx, workspaceId, version)
    const { rows } = await sql<{ version: number }>`update scoring_model set state = 'retired', retired_at = ${at}
      where workspace_id = ${workspaceId} and state = 'active' returning version`.execute(tx)
    const { rows: activated } = await sql<{ note: string | null }>`update scoring_model
      set state = 'active', activated_at = ${at}, note = coalesce(${body.note || null}, note)
      where workspace_id = ${workspaceId} and version = ${version} returning note`.execute(tx)
    const note = activated[0]?.note ?? null
    await record(
      tx,
      ctx.actor,
      at,
      'scoring_model.activated',
      { version, previousVersion: rows[0]?.version ?? null, note },
      [workspaceId],
    )
    await enqueue(tx, rescoreAll, { workspaceId, version, after: null, done: 0, changed: 0 })
    return findModel(tx, workspaceId, version)
  })

/** A definition from outside as a model of that version; 400 with a pointer for each mistake. */
export function checked(definition: unknown, version: number): ScoringModel {
  const given = typeof definition === 'object' && definition !== null ? { ...definition, version } : definition
  const errors = validateModel(given)
  if (errors.length > 0) {
    throw new Problem(
      'invalid_request',
      {},
      errors.slice(0, 20).map(({ pointer, rule }) => ({ pointer: `/definition${pointer}`, rule })),
    )
  }
  return given as ScoringModel
}

async function lockDraft(tx: Tx, workspaceId: string, version: number) {
  const { rows } = await sql<{ state: string }>`select state from scoring_model
    where workspace_id = ${workspaceId} and version = ${version} for update`.execute(tx)
  if (!rows[0]) throw new Problem('not_found')
  if (rows[0].state !== 'draft') throw new Problem('scoring_model_not_draft')
}

async function findModel(db: Db | Tx, workspaceId: string, version: number): Promise<Model> {
  const { rows } = await sql<Row>`select ${head}, s.definition from ${source}
    where s.workspace_id = ${workspaceId} and s.version = ${version}`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  return { ...row, ...instants(row), definition: { ...row.definition, version } }
}

const instants = ({ createdAt, activatedAt, retiredAt }: Pick<Row, 'createdAt' | 'activatedAt' | 'retiredAt'>) => ({
  createdAt: createdAt.toISOString(),
  activatedAt: activatedAt?.toISOString() ?? null,
  retiredAt: retiredAt?.toISOString() ?? null,
})
