import type { Input, Reply } from '#contract/kit.ts'
import type { scoringRoutes } from '#contract/scoring.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import type { Locale } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { activeModel, modelAt } from './active-model.ts'
import { type Rescored, scoreSubject, temperatureOf } from './rescore.ts'
import type { Contribution } from './rules/contributions.ts'
import { labelFor } from './rules/model.ts'
import { keepReasons, sayReasons } from './say-reasons.ts'
import { loadSignals } from './signals.ts'
import { subjectAt } from './subject-at.ts'
import { loadSubjects } from './subjects.ts'

type Route = (typeof scoringRoutes)['GET /contacts/:id/score']

/** The score recomputed from raw events, with the model that was in force and what was known at that instant. */
export async function readScore(ctx: Ctx, { params, query }: Input<Route>): Promise<Reply<Route>> {
  const { workspaceId } = ctx.actor
  const [subject] = await loadSubjects(ctx.db, workspaceId, [params.id])
  if (!subject) throw new Problem('not_found')
  const now = ctx.clock.now()
  const at = query.at === undefined ? now : new Date(query.at)
  const { model, timeZone } = await activeModel(ctx.db, workspaceId)
  const isPast = at < now
  const inForce = isPast ? await modelAt(ctx.db, workspaceId, at) : model
  const known = isPast ? await subjectAt(ctx.db, workspaceId, subject, at) : subject
  const signals = await loadSignals(ctx.db, workspaceId, [subject], at)
  const row = scoreSubject(inForce, timeZone, known, signals.get(subject.subjectId) ?? [], at)
  return sayScore(row, at, known.doNotProfile, await localeOf(ctx), timeZone)
}

function sayScore(row: Rescored, at: Date, doNotProfile: boolean, locale: Locale, timeZone: string): Reply<Route> {
  const { score, handRaised, modelVersion } = row
  const contributions = score?.contributions ?? []
  const reasons = keepReasons(score?.reasons ?? [], contributions)
  return {
    temperature: temperatureOf(row),
    fit: score?.fit ?? 0,
    engagement: score?.engagement ?? 0,
    total: score?.total ?? 0,
    at: at.toISOString(),
    contributions: sayContributions(contributions, locale),
    modelVersion,
    handRaised,
    reasons: sayReasons(locale, timeZone, reasons),
    reasonCodes: reasons,
    nextChangeAt: score?.nextChangeAt?.toISOString() ?? null,
    doNotProfile,
  }
}

export const sayContributions = (contributions: readonly Contribution[], locale: Locale) =>
  contributions.map(({ rule, label, kind, points, count, lastAt }) => ({
    rule,
    label: labelFor({ label }, locale),
    kind,
    points,
    ...(count !== undefined && { count }),
    ...(lastAt !== undefined && { lastAt: lastAt.toISOString() }),
  }))

/** The language of who asks; a key asks for the member who made it. */
export async function localeOf({ db, actor }: { db: Db | Tx; actor: Ctx['actor'] }): Promise<Locale> {
  const members = await membersById(db, actor.workspaceId, [actor.id])
  return members.get(actor.id)?.locale ?? 'es'
}

/** Contributions of one person's score at an instant, for other modules' screens. */
export async function contributionsAt(db: Db | Tx, workspaceId: string, subjectId: string, at: Date, locale: Locale) {
  const [subject] = await loadSubjects(db, workspaceId, [subjectId])
  if (!subject) return []
  const { model, timeZone } = await activeModel(db, workspaceId)
  const signals = await loadSignals(db, workspaceId, [subject], at)
  const { score } = scoreSubject(model, timeZone, subject, signals.get(subjectId) ?? [], at)
  return sayContributions(score?.contributions ?? [], locale)
}
