import { sql } from 'kysely'
import type { Suggestion, Training } from '#contract/trainings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { readTraining } from '../read-training.ts'
import { factsOf, readerOf, readRow } from '../select-trainings.ts'
import { insertTraining } from '../write-training.ts'
import { findGaps } from './find-gaps.ts'

/** Gaps that nobody has decided about, or that have grown since somebody did. */
export async function listSuggestions({ db, actor, clock }: Ctx) {
  return { items: await openGaps(db, actor.workspaceId, clock.now()), next: null }
}

export async function openGaps(db: Db | Tx, workspaceId: string, at: Date): Promise<Suggestion[]> {
  const gaps = await findGaps(db, workspaceId, at)
  const { rows } = await sql<{ key: string; count: number; hasDraft: boolean }>`select s.key, s.count, exists (
      select 1 from training t where t.workspace_id = ${workspaceId} and t.suggestion_key = s.key and t.state = 'draft'
        and t.deleted_at is null) as has_draft
    from training_suggestion s
    where s.workspace_id = ${workspaceId} and s.key = any(${gaps.map((gap) => gap.key)}::text[])`.execute(db)
  const decided = new Map(rows.map((row) => [row.key, row]))
  return gaps.filter(({ key, count }) => {
    const before = decided.get(key)
    return !before || (count > before.count && !before.hasDraft)
  })
}

/** A draft that says what it answers to. Throws 409 when the gap is not there, or somebody else was faster. */
export const acceptSuggestion = (ctx: Ctx, key: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const gap = await openGap(tx, actor.workspaceId, at, key)
    await decide(ctx, tx, gap, 'accepted', null)
    const workspace = await tx
      .selectFrom('workspace')
      .select('locale')
      .where('id', '=', actor.workspaceId)
      .executeTakeFirst()
    const words = { about: gap.about || (gap.evidence[0]?.label ?? ''), count: gap.count }
    const say = (what: string) =>
      translate(asLocale(workspace?.locale), `trainings.suggestions.${gap.kind}.${what}`, words)
    const departmentId = gap.departmentId ?? gap.departmentIds[0]
    if (!departmentId) throw new Problem('nothing_suggested')
    const id = await insertTraining(
      tx,
      actor,
      at,
      {
        title: say('draft').slice(0, 200),
        topic: (gap.about || say('topic')).slice(0, 80),
        purpose: say('why'),
        departmentId,
        departmentIds: gap.departmentIds.length > 0 ? gap.departmentIds : [departmentId],
      },
      key,
    )
    await sql`update training_suggestion set training_id = ${id} where workspace_id = ${actor.workspaceId} and key = ${key}`.execute(
      tx,
    )
    const training = await readRow(tx, await readerOf(tx, actor, at), id)
    const data = { ...factsOf(training), suggestionKey: key, count: gap.count }
    await record(tx, actor, at, 'training.suggestion_accepted', data, [id])
    return readTraining(tx, actor, at, id)
  })

export const dismissSuggestion = (ctx: Ctx, key: string, given: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const reason = filled(given, '/reason')
    const gap = await openGap(tx, actor.workspaceId, at, key)
    await decide(ctx, tx, gap, 'dismissed', reason)
    const data = { suggestionKey: key, count: gap.count, reason }
    await record(tx, actor, at, 'training.suggestion_dismissed', data, [])
  })

async function openGap(tx: Tx, workspaceId: string, at: Date, key: string): Promise<Suggestion> {
  const gap = (await openGaps(tx, workspaceId, at)).find((one) => one.key === key)
  if (!gap) throw new Problem('nothing_suggested')
  return gap
}

/** Of two who decide at once, the second finds the count taken. */
async function decide({ actor, clock }: Ctx, tx: Tx, { key, count }: Suggestion, state: string, reason: string | null) {
  const { rows } =
    await sql`insert into training_suggestion as s (workspace_id, key, state, count, reason, decided_by, decided_at)
    values (${actor.workspaceId}, ${key}, ${state}, ${count}, ${reason}, ${actor.id}, ${clock.now()})
    on conflict (workspace_id, key) do update set state = excluded.state, count = excluded.count, reason = excluded.reason,
      training_id = null, decided_by = excluded.decided_by, decided_at = excluded.decided_at where s.count < excluded.count
    returning 1`.execute(tx)
  if (rows.length === 0) throw new Problem('nothing_suggested')
}
