import { sql } from 'kysely'
import type { Alignment, alignmentRoutes, ComponentKey } from '#contract/alignment.ts'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { asLocale, type Locale, translate } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { findProject } from '#modules/projects/public.ts'
import { perceptionOf } from '#modules/pulse/public.ts'
import { measureCompany, measureProject, type Project } from './components.ts'
import { type Component, type Score, scoreOf } from './rules/score.ts'
import { type DayRow, readBefore, scopeOf } from './select-days.ts'

type Query = Parameters<Handlers<typeof alignmentRoutes>['GET /alignment']>[1]['query']

const comparedDays = 30

/** The score of this moment, explained. Throws 404 on a project that is not there. */
export async function readAlignment(ctx: Ctx, query: Query): Promise<Alignment> {
  const { db, actor, clock } = ctx
  const { workspaceId } = actor
  const at = clock.now()
  const project = await projectOf(db, workspaceId, query.projectId)
  const [measured, { timeZone }, locale, perception] = await Promise.all([
    project ? measureProject(db, workspaceId, at, project) : measureCompany(db, workspaceId, at),
    calendarOf(db, workspaceId),
    query.locale ?? localeOf(db, ctx),
    project ? null : perceptionOf(db, workspaceId),
  ])
  const result = scoreOf(measured.values, measured.weights)
  const before = await readBefore(
    db,
    workspaceId,
    scopeOf(project?.id),
    addDays(localDate(timeZone, at), -comparedDays),
  )
  const { score, uncapped, capPoints, heldDownBy } = result
  return {
    at: at.toISOString(),
    projectId: project?.id ?? null,
    ...{ score, uncapped, capPoints, heldDownBy },
    before: before?.score ?? null,
    change: before && score !== null ? score - before.score : null,
    sentence: sentenceOf(locale, result),
    components: result.components.map((one) => present(locale, one, before, project)),
    perception,
  }
}

export async function projectOf(db: Db, workspaceId: string, id: string | undefined): Promise<Project | null> {
  if (!id) return null
  const project = await findProject(db, workspaceId, id)
  if (!project) throw new Problem('not_found')
  return project
}

function present(locale: Locale, component: Component, before: DayRow | null, project: Project | null) {
  const { key, value } = component
  const earlier = before?.values[key] ?? null
  const behind = behindOf[key]
  return {
    ...component,
    before: earlier,
    change: value === null || earlier === null ? null : Math.round((value - earlier) * 10_000) / 10_000,
    sentence:
      value === null
        ? translate(locale, `alignment.unused.${key}`)
        : translate(locale, `alignment.sentences.${key}`, { value }),
    url: behind && project ? `${behind}?projectId=${project.id}` : behind,
  }
}

/** Screens that show what lies behind a component; questions have none yet. */
const behindOf: Record<ComponentKey, string | null> = {
  marketing_sla: '/agreements',
  sales_sla: '/agreements',
  goal_pace: '/goals',
  freshness: '/information',
  meetings_held: '/meetings',
  product_consistency: '/texts',
  question_closure: null,
  training: '/trainings',
}

/** What holds the score down, in one sentence: first what caps it, else what costs most. */
function sentenceOf(locale: Locale, { score, heldDownBy, components }: Score): string {
  if (score === null) return translate(locale, 'alignment.summary.none')
  const nameOf = (key: ComponentKey) => translate(locale, `alignment.components.${key}`)
  if (heldDownBy.length > 0) {
    const names = new Intl.ListFormat(locale).format(heldDownBy.map(nameOf))
    return translate(locale, 'alignment.summary.held', { names, count: heldDownBy.length })
  }
  const lost = ({ value, usedWeight }: Component) => (value === null ? 0 : (1 - value) * usedWeight * 100)
  const worst = components.toSorted((a, b) => lost(b) - lost(a))[0]
  const points = worst ? Math.round(lost(worst)) : 0
  return worst && points > 0
    ? translate(locale, 'alignment.summary.costs', { name: nameOf(worst.key), points })
    : translate(locale, 'alignment.summary.full')
}

/** Language of whoever reads: the member's, else the workspace's. */
async function localeOf(db: Db, { actor }: Ctx): Promise<Locale> {
  const { workspaceId, id } = actor
  const { rows } = await sql<{ locale: string }>`select coalesce(
      (select m.locale from member m where m.workspace_id = ${workspaceId} and m.id = ${id}), w.locale) as locale
    from workspace w where w.id = ${workspaceId}`.execute(db)
  return asLocale(rows[0]?.locale)
}
