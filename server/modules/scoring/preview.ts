import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { scoringRoutes } from '#contract/scoring.ts'
import type { Ctx } from '#kernel/http.ts'
import type { Locale } from '#kernel/i18n.ts'
import { activeModel } from './active-model.ts'
import { checked } from './models.ts'
import { localeOf, sayContributions } from './read-score.ts'
import { type Rescored, scoreSubject, temperatureOf } from './rescore.ts'
import type { ScoringModel } from './rules/model.ts'
import { loadSignals } from './signals.ts'
import { loadSubjects, type Subject } from './subjects.ts'

type Route = (typeof scoringRoutes)['POST /scoring-models/preview']
type Preview = Reply<Route>

const shown = { hottest: 20, recent: 20, most: 50 }
const sampled = 300

/** Real contacts under the model in force and under a definition that is being edited; nothing is written. */
export async function previewModel(ctx: Ctx, { body }: Input<Route>): Promise<Preview> {
  const { workspaceId } = ctx.actor
  const at = ctx.clock.now()
  const { model, timeZone } = await activeModel(ctx.db, workspaceId)
  const edited = checked(body.definition, model.version + 1)
  const sample = await chooseSample(ctx, body.contactIds ?? [])
  const subjects = await loadSubjects(ctx.db, workspaceId, [...sample.shown, ...sample.recent])
  const signals = await loadSignals(ctx.db, workspaceId, subjects, at)
  const read = (under: ScoringModel) =>
    new Map(
      subjects.map((subject) => [
        subject.subjectId,
        scoreSubject(under, timeZone, subject, signals.get(subject.subjectId) ?? [], at),
      ]),
    )
  const [before, after] = [read(model), read(edited)]
  const bySubject = new Map(subjects.map((subject) => [subject.subjectId, subject]))
  const locale = await localeOf(ctx)
  const recent = sample.recent.filter((id) => bySubject.has(id))
  return {
    items: sample.shown.flatMap((id) => {
      const subject = bySubject.get(id)
      return subject ? [compare(subject, before.get(id)!, after.get(id)!, locale)] : []
    }),
    distribution: {
      sampled: recent.length,
      before: count(recent.map((id) => before.get(id)!)),
      after: count(recent.map((id) => after.get(id)!)),
    },
  }
}

/** Chosen, hottest and most recently active contacts to look at; many recent ones to count. */
async function chooseSample({ db, actor }: Ctx, chosen: readonly string[]) {
  const { rows: hottest } = await sql<{ subjectId: string }>`select subject_id from contact
    where workspace_id = ${actor.workspaceId} and deleted_at is null order by score desc, subject_id desc limit ${shown.hottest}`.execute(
    db,
  )
  const { rows: recent } = await sql<{ subjectId: string }>`select subject_id from contact
    where workspace_id = ${actor.workspaceId} and deleted_at is null order by last_activity_at desc, subject_id desc limit ${sampled}`.execute(
    db,
  )
  const ids = [...chosen, ...[...hottest, ...recent.slice(0, shown.recent)].map((row) => row.subjectId)]
  return { shown: [...new Set(ids)].slice(0, shown.most), recent: recent.map((row) => row.subjectId) }
}

const order = { cold: 0, warm: 1, hot: 2 }

function compare(subject: Subject, before: Rescored, after: Rescored, locale: Locale): Preview['items'][number] {
  const difference = order[temperatureOf(after)] - order[temperatureOf(before)]
  return {
    contactId: subject.subjectId,
    fullName: subject.fullName || subject.email || subject.phone || '',
    email: subject.email,
    before: reading(before, locale),
    after: reading(after, locale),
    moved: difference > 0 ? 'up' : difference < 0 ? 'down' : 'same',
  }
}

function reading(row: Rescored, locale: Locale) {
  const { fit = 0, engagement = 0, total = 0, contributions = [] } = row.score ?? {}
  return {
    temperature: temperatureOf(row),
    fit,
    engagement,
    total,
    isMql: row.isMql,
    contributions: sayContributions(contributions, locale),
  }
}

function count(rows: readonly Rescored[]) {
  const counts = { cold: 0, warm: 0, hot: 0, mql: 0 }
  for (const row of rows) {
    counts[temperatureOf(row)]++
    if (row.isMql) counts.mql++
  }
  return counts
}
