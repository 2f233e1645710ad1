import { sql } from 'kysely'
import type { Static } from 'typebox'
import { minimumAnswers, type Pulse, type PulseResults, type pulseRoutes } from '#contract/pulse.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { inWords, localeOf, type Result, readRow, selectPulses, toPulse } from './select-pulses.ts'

type Query = Parameters<Handlers<typeof pulseRoutes>['GET /pulses']>[1]['query']

export async function listPulses(ctx: Ctx, { after, limit = 50, state }: Query) {
  const { db, actor } = ctx
  const cursor = decodeCursor(after, 2)
  const { rows } = await selectPulses(
    actor,
    sql`${state?.length ? sql`p.state = any(${state})` : sql`true`}
      ${cursor ? sql`and (p.opens_on, p.id) < (${cursor[0]}::date, ${cursor[1]}::uuid)` : sql``}
      order by p.opens_on desc, p.id desc limit ${limit + 1}`,
  ).execute(db)
  const [locale, today] = [await localeOf(db, actor), await todayOf(db, ctx)]
  return toPage(
    rows,
    limit,
    (row) => toPulse(row, locale, today),
    (row) => [row.opensOn, row.id],
  )
}

export async function readPulse(db: Db | Tx, ctx: Ctx, id: string): Promise<Pulse> {
  const row = await readRow(db, ctx.actor, id)
  return toPulse(row, await localeOf(db, ctx.actor), await todayOf(db, ctx))
}

/** What may be shown of a pulse. Before it closes nothing may: whoever looked twice would see one answer arrive. */
export async function readResults(ctx: Ctx, id: string): Promise<Static<typeof PulseResults>> {
  const { db, actor } = ctx
  const row = await readRow(db, actor, id)
  const locale = await localeOf(db, actor)
  const { result } = row
  const before = await questionMeansBefore(db, actor.workspaceId, row.opensOn, id)
  const names = await departmentNames(db, actor.workspaceId)
  const meansOf = (kind: 'leaders' | 'teams') =>
    result?.groups.find((group) => group.kind === kind)?.questionMeans ?? {}
  return {
    id,
    state: row.state,
    closesOn: row.closesOn,
    hidden: result ? result.hidden : 'not_closed',
    minimum: minimumAnswers,
    invited: row.invited,
    answered: row.answered,
    mean: result?.mean ?? null,
    questions: row.questions.map((question) => {
      const mean = result?.questionMeans[question.key] ?? null
      const earlier = before[question.key]
      return {
        ...inWords(locale, question),
        mean,
        change: mean === null || earlier === undefined ? null : Math.round((mean - earlier) * 100) / 100,
        leaders: meansOf('leaders')[question.key] ?? null,
        teams: meansOf('teams')[question.key] ?? null,
      }
    }),
    groups: (result?.groups ?? []).map((group) => ({
      ...group,
      name: group.departmentId ? (names.get(group.departmentId) ?? null) : null,
    })),
    comments: result?.comments ?? [],
    commentsHidden: result?.commentsHidden ?? true,
  }
}

async function questionMeansBefore(db: Db, workspaceId: string, opensOn: string, id: string) {
  const { rows } = await sql<{ result: Result }>`select result from pulse
    where workspace_id = ${workspaceId} and state = 'closed' and (opens_on, id) < (${opensOn}, ${id}) and result->>'hidden' is null
    order by opens_on desc, id desc limit 1`.execute(db)
  return rows[0]?.result.questionMeans ?? {}
}

async function departmentNames(db: Db, workspaceId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from department
    where workspace_id = ${workspaceId}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function todayOf(db: Db | Tx, { actor, clock }: Pick<Ctx, 'actor' | 'clock'>): Promise<string> {
  return localDate((await calendarOf(db, actor.workspaceId)).timeZone, clock.now())
}
