import { sql } from 'kysely'
import type { Reply } from '#contract/kit.ts'
import type { noticesRoutes } from '#contract/notices.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { factsOf, type Question, type Row } from './select-notices.ts'

type Given = Parameters<Handlers<typeof noticesRoutes>['POST /notices/:id/acknowledgements']>[1]['body']
type Acknowledgement = Reply<(typeof noticesRoutes)['POST /notices/:id/acknowledgements']>
type Part = { acknowledgedAt: Date | null; attempts: number }
type Open = Pick<Row, 'id' | 'title' | 'state' | 'revision'> & { question: Question | null }

/** The first opening counts; whoever is no recipient may read, and nothing is noted. */
export const readIt = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id: memberId } = ctx.actor
    await requireOpen(tx, workspaceId, id)
    await sql`update notice_recipient set read_at = ${ctx.clock.now()}
      where workspace_id = ${workspaceId} and notice_id = ${id} and member_id = ${memberId} and read_at is null`.execute(
      tx,
    )
  })

/** "Read and understood", once. A wrong answer is counted and explained, and nothing is confirmed by it. */
export const acknowledge = (ctx: Ctx, id: string, { revision, answer }: Given): Promise<Acknowledgement> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId, id: memberId } = actor
    const at = ctx.clock.now()
    const notice = await requireOpen(tx, workspaceId, id)
    if (revision !== undefined && revision !== notice.revision)
      throw new Problem('notice_revised', { current: notice.revision })
    const { rows } = await sql<Part>`select acknowledged_at, attempts from notice_recipient
      where workspace_id = ${workspaceId} and notice_id = ${id} and member_id = ${memberId} for update`.execute(tx)
    const part = rows[0]
    if (!part) throw new Problem('notice_not_for_you')
    if (part.acknowledgedAt) return said(part.acknowledgedAt, part.attempts)
    const { question } = notice
    if (question && answer === undefined) throw invalid('/answer', 'required')
    if (question && answer !== undefined && answer >= question.options.length) throw invalid('/answer', 'right_answer')
    const isRight = !question || answer === question.answer
    const attempts = part.attempts + (isRight ? 0 : 1)
    await sql`update notice_recipient set read_at = coalesce(read_at, ${at}::timestamptz), attempts = ${attempts},
        acknowledged_at = ${isRight ? at : null}
      where workspace_id = ${workspaceId} and notice_id = ${id} and member_id = ${memberId}`.execute(tx)
    if (isRight) await record(tx, actor, at, 'notice.acknowledged', { ...factsOf(notice), memberId, attempts }, [id])
    else await record(tx, actor, at, 'notice.answered_wrong', { ...factsOf(notice), memberId }, [id])
    return isRight ? said(at, attempts) : { ...said(null, attempts), explanation: question.explanation }
  })

const said = (acknowledgedAt: Date | null, attempts: number): Acknowledgement => ({
  acknowledged: acknowledgedAt !== null,
  acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
  attempts,
  explanation: null,
})

/** Held against a revision at the same time: nobody confirms words that are being replaced. */
async function requireOpen(tx: Tx, workspaceId: string, id: string): Promise<Open> {
  const { rows } = await sql<Open>`select id, title, state, revision, question from notice
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for share`.execute(tx)
  const notice = rows[0]
  if (!notice) throw new Problem('not_found')
  if (notice.state !== 'published') throw new Problem('notice_not_open')
  return notice
}
