import { sql } from 'kysely'
import type { DealRecord } from '#contract/deals.ts'
import type { Ctx } from '#kernel/http.ts'
import { readDealRow, toDeal } from './select-deals.ts'

/** One deal with its handover and the form that last brought its contact before it was opened. */
export async function readDealRecord({ db, actor, clock }: Ctx, id: string): Promise<DealRecord> {
  const { workspaceId } = actor
  const row = await readDealRow(db, workspaceId, id)
  const [form, handover] = await Promise.all([
    row.subjectId
      ? sql<{ id: string; name: string; at: Date }>`select f.id, f.name, fs.at
          from form_submission fs join form f on f.workspace_id = fs.workspace_id and f.id = fs.form_id
          where fs.workspace_id = ${workspaceId} and fs.subject_id = ${row.subjectId} and fs.at <= ${row.openedAt}
          order by fs.at desc, fs.id desc limit 1`.execute(db)
      : null,
    row.handoverId
      ? sql<{ id: string; state: string; requestedAt: Date }>`select id, state, requested_at from handover
          where workspace_id = ${workspaceId} and id = ${row.handoverId}`.execute(db)
      : null,
  ])
  const submitted = form?.rows[0]
  const handed = handover?.rows[0]
  return {
    ...toDeal(row, clock.now()),
    form: submitted ? { id: submitted.id, name: submitted.name, submittedAt: submitted.at.toISOString() } : null,
    handover: handed ? { ...handed, requestedAt: handed.requestedAt.toISOString() } : null,
  }
}
