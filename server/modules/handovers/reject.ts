import { sql } from 'kysely'
import type { handoversRoutes } from '#contract/handovers.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { translate } from '#kernel/i18n.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { createTasks } from '#modules/activities/public.ts'
import { moveLifecycle, noteDuplicates } from '#modules/contacts/public.ts'
import { lockHandover } from './accept.ts'
import { requireSales } from './access.ts'
import { countAttempts } from './attempts.ts'
import { viewHandover } from './queries.ts'
import { type Consequence, consequenceOf } from './rules/rejection.ts'
import { localeOfWorkspace } from './workspace-locale.ts'

type Routes = typeof handoversRoutes
type Given = Input<Routes['POST /handovers/:id/rejection']>
type View = Reply<Routes['POST /handovers/:id/rejection']>
type Kept = Exclude<Consequence, { kind: 'refused' }>

export const rejectHandover = (ctx: Ctx, given: Given): Promise<View> => giveBack(ctx, given, 'pending')
/** An accepted lead that turned out otherwise: the same reasons, the same consequences, once its deal is closed. */
export const returnHandover = (ctx: Ctx, given: Given): Promise<View> => giveBack(ctx, given, 'accepted')

const giveBack = (ctx: Ctx, { params, body }: Given, from: 'pending' | 'accepted'): Promise<View> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await requireSales(tx, actor)
    const { subjectId, requestedAt } = await lockHandover(tx, actor.workspaceId, params.id, from)
    const { consequence, name } = await decide(tx, ctx, subjectId, requestedAt, body)
    if (from === 'accepted' || movesContact(consequence)) await requireNoOpenDeal(tx, actor.workspaceId, subjectId)
    const { reason, note = null } = body
    const wakeOn = consequence.kind === 'nurture' ? consequence.wakeOn : null
    const duplicateOfId = consequence.kind === 'merge' ? consequence.duplicateOfId : null
    await sql`update handover set state = 'rejected', decided_at = ${at}, decided_by = ${actor.id}, rejection_reason = ${reason}, note = ${note},
        wake_on = ${wakeOn}::date, duplicate_of_id = ${duplicateOfId}::uuid, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${params.id}::uuid`.execute(tx)
    await carryOut(tx, ctx, { handoverId: params.id, subjectId, name, consequence, reason, note })
    const about = { handoverId: params.id, subjectId, memberId: actor.id, reason, note }
    const what = { consequence: consequence.kind, wakeOn, duplicateOfId, afterAcceptance: from === 'accepted' }
    await record(tx, actor, at, 'handover.rejected', { ...about, ...what }, [params.id, subjectId])
    return viewHandover(tx, actor, params.id)
  })

/** Told of a lead that waits, bad data and duplicates leave the contact where it is. */
const movesContact = ({ kind }: Kept) => kind === 'nurture' || kind === 'disqualify'

/** Whoever is being sold to is not turned down: the deal would go on with a contact whom sales has given up. */
async function requireNoOpenDeal(tx: Tx, workspaceId: string, subjectId: string) {
  const { rows } = await sql<{ name: string }>`select name from deal
    where workspace_id = ${workspaceId} and subject_id = ${subjectId} and state = 'open' and deleted_at is null
    order by opened_at desc, id desc limit 1`.execute(tx)
  if (rows[0]) throw new Problem('contact_has_open_deal', { deal: rows[0].name })
}

async function decide(tx: Tx, { actor, clock }: Ctx, subjectId: string, requestedAt: Date, body: Given['body']) {
  const { workspaceId } = actor
  const { rows } = await sql<{
    recycles: number
    name: string
  }>`select recycles, coalesce(nullif(full_name, ''), email, phone, '') as name from contact
    where workspace_id = ${workspaceId} and subject_id = ${subjectId} and deleted_at is null`.execute(tx)
  const contact = rows[0]
  if (!contact) throw new Problem('not_found')
  const consequence = consequenceOf(body.reason, {
    contactId: subjectId,
    attempts: await countAttempts(tx, workspaceId, subjectId, requestedAt),
    recycles: contact.recycles,
    wakeOn: body.wakeOn ?? null,
    duplicateOfId: body.duplicateOfId ?? null,
    now: clock.now(),
    timeZone: (await calendarOf(tx, workspaceId)).timeZone,
  })
  if (consequence.kind === 'refused') throw refusal(consequence)
  if (consequence.kind === 'merge') await requireContact(tx, workspaceId, consequence.duplicateOfId)
  return { consequence, name: contact.name }
}

function refusal(refused: Extract<Consequence, { kind: 'refused' }>): Problem {
  switch (refused.code) {
    case 'too_few_attempts':
      return new Problem('too_few_attempts', { needed: refused.params.required, logged: refused.params.attempts })
    case 'wake_date_invalid':
      return invalid('/wakeOn', 'format_date')
    case 'wake_date_not_in_future':
      return invalid('/wakeOn', 'date_in_past')
    case 'duplicate_missing':
      return invalid('/duplicateOfId', 'required')
    case 'duplicate_of_itself':
      return invalid('/duplicateOfId', 'duplicate_of_itself')
  }
}

async function requireContact(tx: Tx, workspaceId: string, subjectId: string) {
  const { rows } = await sql`select 1 from contact
    where workspace_id = ${workspaceId} and subject_id = ${subjectId}::uuid and deleted_at is null`.execute(tx)
  if (rows.length === 0) throw invalid('/duplicateOfId', 'unknown_contact')
}

type Carried = {
  handoverId: string
  subjectId: string
  name: string
  consequence: Kept
  reason: string
  note: string | null
}

async function carryOut(
  tx: Tx,
  { actor, clock }: Ctx,
  { handoverId, subjectId, name, consequence, reason, note }: Carried,
) {
  const at = clock.now()
  const evidence = { handoverId }
  switch (consequence.kind) {
    case 'nurture':
      await moveLifecycle(tx, actor, at, [
        { subjectId, to: 'recycled', by: 'person', reason, evidence, wakeOn: consequence.wakeOn },
      ])
      return
    case 'disqualify':
      await moveLifecycle(tx, actor, at, [
        { subjectId, to: 'disqualified', by: 'person', reason: consequence.because, evidence },
      ])
      return
    case 'merge':
      await noteDuplicates(tx, actor.workspaceId, at, [
        { subjectId, otherId: consequence.duplicateOfId, reason: 'told' },
      ])
      await taskForMarketing(tx, { kind: 'review_duplicate', word: 'reviewDuplicate' })
      return
    case 'data_task':
      await taskForMarketing(tx, { kind: 'fix_data', word: 'fixData' })
  }

  async function taskForMarketing(tx: Tx, { kind, word }: { kind: 'review_duplicate' | 'fix_data'; word: string }) {
    const locale = await localeOfWorkspace(tx, actor.workspaceId)
    const title = translate(locale, `handovers.tasks.${word}`, { name })
    await createTasks(tx, actor, at, [
      { title, body: note, kind, departmentKey: 'marketing', subjectId, dedupeKey: `${kind} ${handoverId}` },
    ])
  }
}
