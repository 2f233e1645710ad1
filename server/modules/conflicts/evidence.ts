import { sql } from 'kysely'
import { type Conflict, type conflictsRoutes, reasonsOf } from '#contract/conflicts.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { defaultDays } from './measure.ts'
import { type Stored, selectEvidence } from './present-evidence.ts'
import { readConflict } from './read-conflict.ts'
import { factsOf, lockConflict, touch } from './select-conflicts.ts'

type Given = Parameters<Handlers<typeof conflictsRoutes>['POST /conflicts/:id/evidence']>[1]['body']
const mostEvidence = 20

/** Throws 422 on what does not fit its kind: a link without an address, a metric that knows no such reason. */
export async function insertEvidence(
  tx: Tx,
  workspaceId: string,
  conflictId: string,
  at: Date,
  given: readonly Given[],
  pointer = '',
): Promise<string[]> {
  const errors = given.flatMap((one, index) => errorsOf(one, pointer && `${pointer}/${index}`))
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  const ids = given.map(() => newId())
  for (const [index, one] of given.entries()) {
    const isLive = one.kind === 'live'
    const takesDays = isLive && one.metric !== 'drifted_claims'
    await sql`insert into conflict_evidence (workspace_id, conflict_id, id, kind, label, metric, reason, days, url, value, created_at)
      values (${workspaceId}, ${conflictId}, ${ids[index]}, ${one.kind}, ${one.label?.trim() || null}, ${isLive ? one.metric : null},
        ${isLive ? (one.reason ?? null) : null}, ${takesDays ? (one.days ?? defaultDays) : null}, ${isLive ? null : (one.url ?? null)},
        ${one.kind === 'number' ? one.value : null}, ${at})`.execute(tx)
  }
  return ids
}

function errorsOf(one: Given, pointer: string): FieldError[] {
  const wrong = (field: string, rule: string) => [{ pointer: `${pointer}/${field}`, rule }]
  if (one.kind === 'live') {
    if (!one.metric) return wrong('metric', 'required')
    const known: readonly string[] =
      one.metric === 'returns' ? reasonsOf.returns : one.metric.startsWith('rejection') ? reasonsOf.rejections : []
    return one.reason && !known.includes(one.reason) ? wrong('reason', 'enum') : []
  }
  return [
    ...(one.label?.trim() ? [] : wrong('label', 'required')),
    ...(one.kind === 'number' && one.value === undefined ? wrong('value', 'required') : []),
    ...(one.kind === 'link' && !one.url ? wrong('url', 'required') : []),
    ...(one.url && !isWebAddress(one.url) ? wrong('url', 'web_address') : []),
  ]
}

/** What a person gave as an address is only ever a page. */
function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || url?.protocol === 'http:'
}

export const addEvidence = (ctx: Ctx, conflictId: string, given: Given): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const conflict = await lockConflict(tx, actor.workspaceId, conflictId)
    const there = await selectEvidence(tx, actor.workspaceId, conflictId)
    if (there.length >= mostEvidence) throw new Problem('too_much_evidence')
    const [evidenceId] = await insertEvidence(tx, actor.workspaceId, conflictId, at, [given])
    await touch(tx, actor.workspaceId, conflictId, at)
    await record(tx, actor, at, 'conflict.evidence_added', { ...factsOf(conflict), evidenceId: evidenceId! }, [
      conflictId,
    ])
    return readConflict(tx, ctx, conflictId)
  })

/** A number by hand as it is now; what it was at the decision stays. */
export const changeEvidence = (ctx: Ctx, conflictId: string, evidenceId: string, value: number): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const conflict = await lockConflict(tx, actor.workspaceId, conflictId)
    requireVersion(ctx, conflict.version)
    const piece = await requireEvidence(tx, actor.workspaceId, conflictId, evidenceId)
    if (piece.kind !== 'number') throw new Problem('unprocessable', {}, [{ pointer: '/value', rule: 'value' }])
    await sql`update conflict_evidence set value = ${value}
      where workspace_id = ${actor.workspaceId} and conflict_id = ${conflictId} and id = ${evidenceId}`.execute(tx)
    await touch(tx, actor.workspaceId, conflictId, at)
    const data = { ...factsOf(conflict), evidenceId, value }
    await record(tx, actor, at, 'conflict.evidence_changed', data, [conflictId])
    return readConflict(tx, ctx, conflictId)
  })

export const removeEvidence = (ctx: Ctx, conflictId: string, evidenceId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const conflict = await lockConflict(tx, actor.workspaceId, conflictId)
    await requireEvidence(tx, actor.workspaceId, conflictId, evidenceId)
    await sql`update conflict_evidence set removed_at = ${at}
      where workspace_id = ${actor.workspaceId} and conflict_id = ${conflictId} and id = ${evidenceId}`.execute(tx)
    await touch(tx, actor.workspaceId, conflictId, at)
    await record(tx, actor, at, 'conflict.evidence_removed', { ...factsOf(conflict), evidenceId }, [conflictId])
  })

async function requireEvidence(tx: Tx, workspaceId: string, conflictId: string, evidenceId: string): Promise<Stored> {
  const piece = (await selectEvidence(tx, workspaceId, conflictId)).find((one) => one.id === evidenceId)
  if (!piece) throw new Problem('not_found')
  return piece
}
