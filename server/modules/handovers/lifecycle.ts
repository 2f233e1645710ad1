import { sql } from 'kysely'
import type { handoversRoutes } from '#contract/handovers.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { moveLifecycle } from '#modules/contacts/public.ts'
import { requireSales } from './access.ts'

type Routes = typeof handoversRoutes
type Item = Reply<Routes['GET /lifecycle']>['items'][number]

export async function listTransitions(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /lifecycle']>,
): Promise<Reply<Routes['GET /lifecycle']>> {
  const { after, limit = 50, contactId } = query
  const { workspaceId } = actor
  const known =
    await sql`select 1 from contact where workspace_id = ${workspaceId} and subject_id = ${contactId}::uuid`.execute(db)
  if (known.rows.length === 0) throw new Problem('not_found')
  const [before = null] = decodeCursor(after, 1) ?? []
  const { rows } = await sql<
    Omit<Item, 'at'> & { at: Date }
  >`select t.id, t.subject_id as contact_id, t.from_stage as "from", t.to_stage as "to",
      t.at, t.reason, t.rule_version, t.evidence, t.actor_kind, m.full_name as actor_name
    from lifecycle_transition t left join member m on m.workspace_id = t.workspace_id and m.id = t.actor_id
    where t.workspace_id = ${workspaceId} and t.subject_id = ${contactId}::uuid and (${before}::uuid is null or t.id < ${before}::uuid)
    order by t.id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row) => ({ ...row, at: row.at.toISOString() }),
    (row) => [row.id],
  )
}

const defaultWakeDays = 90

/** By hand, along the same rules as everybody; 409 where the rules do not lead there. */
export const moveByHand = (
  ctx: Ctx,
  { body }: Input<Routes['POST /lifecycle']>,
): Promise<Reply<Routes['POST /lifecycle']>> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { contactId, to, reason } = body
    if (to === 'sal') await requireSales(tx, actor)
    const today = localDate((await calendarOf(tx, actor.workspaceId)).timeZone, ctx.clock.now())
    const wakeOn = to === 'recycled' ? (body.wakeOn ?? addDays(today, defaultWakeDays)) : null
    if (wakeOn !== null && wakeOn <= today) throw invalid('/wakeOn', 'date_in_past')
    const alive = await sql`select 1 from contact
      where workspace_id = ${actor.workspaceId} and subject_id = ${contactId}::uuid and deleted_at is null`.execute(tx)
    if (alive.rows.length === 0) throw new Problem('not_found')
    const [moved] = await moveLifecycle(tx, actor, ctx.clock.now(), [
      {
        subjectId: contactId,
        to,
        by: 'person',
        reason,
        evidence: {},
        wakeOn,
        ...(to === 'sal' && { ownerId: actor.id }),
      },
    ])
    if (!moved?.moved) throw new Problem('invalid_transition', { from: moved?.from ?? '', to })
    return { contactId, from: moved.from, to }
  })
