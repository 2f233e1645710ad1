import { sql } from 'kysely'
import type { Agreement, agreementsRoutes } from '#contract/agreements.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf, departmentMembers } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import {
  factsOf,
  lockAgreement,
  openVersion,
  partiesOf,
  type Row,
  readAgreement,
  readRow,
  selectVersions,
  touch,
  toVersion,
} from './select-agreements.ts'
import { termsOf, usualTerms } from './terms.ts'

type Routes = Handlers<typeof agreementsRoutes>
type Draft = Parameters<Routes['PUT /agreements/:id/draft']>[1]['body']

/**
 * Writes the version being agreed. A draft keeps its number; what already waits for signatures is withdrawn and goes on under
 * the next number, so that a number always means the same text.
 */
export const writeDraft = (ctx: Ctx, id: string, given: Draft): Promise<Agreement> =>
  changing(ctx, id, async (tx, agreement, at) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const open = await openVersion(tx, workspaceId, id)
    const { rows } = await selectVersions(
      workspaceId,
      sql`v.agreement_id = ${id} order by v.number desc limit 1`,
    ).execute(tx)
    const last = rows[0]
    const terms = termsOf(agreement.direction, given, last?.terms ?? usualTerms(agreement.direction))
    const today = localDate((await calendarOf(tx, workspaceId)).timeZone, at)
    const from = given.from ?? open?.fromOn ?? today
    const note = given.note === undefined ? (open?.note ?? null) : given.note?.trim() || null
    const number = open?.state === 'draft' ? open.number : (last?.number ?? 0) + 1
    if (open?.state === 'proposed') await withdraw(tx, workspaceId, id, open.number)
    await sql`insert into agreement_version as v (workspace_id, agreement_id, number, state, terms, note, from_on, created_by, created_at)
      values (${workspaceId}, ${id}, ${number}, 'draft', ${JSON.stringify(terms)}::jsonb, ${note}, ${from}, ${actor.id}, ${at})
      on conflict (workspace_id, agreement_id, number) do update set terms = excluded.terms, note = excluded.note,
        from_on = excluded.from_on`.execute(tx)
    await record(tx, actor, at, 'agreement.drafted', { ...factsOf(agreement), number }, [id])
  })

export const withdrawDraft = (ctx: Ctx, id: string): Promise<Agreement> =>
  changing(ctx, id, async (tx, agreement, at) => {
    const open = await openVersion(tx, ctx.actor.workspaceId, id)
    if (!open) throw new Problem('agreement_not_open')
    await withdraw(tx, ctx.actor.workspaceId, id, open.number)
    await record(tx, ctx.actor, at, 'agreement.withdrawn', { ...factsOf(agreement), number: open.number }, [id])
  })

/** Asks both departments; whoever may sign for one and has not been told of this number is. */
export const propose = (ctx: Ctx, id: string): Promise<Agreement> =>
  changing(ctx, id, async (tx, agreement, at) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const open = await openVersion(tx, workspaceId, id)
    if (open?.state !== 'draft') throw new Problem('agreement_not_open')
    await sql`update agreement_version set state = 'proposed', proposed_at = ${at}
      where workspace_id = ${workspaceId} and agreement_id = ${id} and number = ${open.number}`.execute(tx)
    const memberIds = (await signersOf(tx, workspaceId)).filter((one) => one !== actor.id)
    const params = { agreement: agreement.name, number: open.number }
    const about = {
      kind: 'agreement_to_sign',
      params,
      link: `/agreements/${id}`,
      dedupeKey: `agreement_to_sign ${id} ${open.number}`,
    }
    await notify(tx, at, workspaceId, [{ ...about, memberIds, mail: true }])
    await record(tx, actor, at, 'agreement.proposed', { ...factsOf(agreement), number: open.number }, [id])
  })

export async function listVersions({ db, actor }: Ctx, id: string, query: { after?: string; limit?: number }) {
  const { after, limit = 50 } = query
  await readRow(db, actor.workspaceId, id)
  const cursor = decodeCursor(after, 1)
  const { rows } = await selectVersions(
    actor.workspaceId,
    sql`v.agreement_id = ${id} ${cursor ? sql`and v.number < ${cursor[0]}::integer` : sql``}
      order by v.number desc limit ${limit + 1}`,
  ).execute(db)
  const parties = await partiesOf(db, actor.workspaceId)
  return toPage(
    rows,
    limit,
    (row) => toVersion(row, parties),
    (row) => [row.number],
  )
}

const changing = (ctx: Ctx, id: string, work: (tx: Tx, agreement: Row, at: Date) => Promise<void>) =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const agreement = await lockAgreement(tx, workspaceId, id)
    requireVersion(ctx, agreement.version)
    await work(tx, agreement, at)
    await touch(tx, workspaceId, id, at)
    return readAgreement(tx, workspaceId, id)
  })

const withdraw = (tx: Tx, workspaceId: string, id: string, number: number) =>
  sql`update agreement_version set state = 'withdrawn'
    where workspace_id = ${workspaceId} and agreement_id = ${id} and number = ${number}`.execute(tx)

const mayHaveToSign = new Set(['owner', 'admin', 'manager'])

async function signersOf(tx: Tx, workspaceId: string): Promise<string[]> {
  const people = [
    ...(await departmentMembers(tx, workspaceId, 'marketing')),
    ...(await departmentMembers(tx, workspaceId, 'sales')),
  ]
  return [...new Set(people.filter(({ roleKey }) => mayHaveToSign.has(roleKey)).map(({ id }) => id))]
}
