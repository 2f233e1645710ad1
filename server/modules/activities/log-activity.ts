import type { Activity, activitiesRoutes } from '#contract/activities.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { invalid } from '#kernel/problem.ts'
import { touchContacts } from '#modules/contacts/public.ts'
import { resolveAbout } from './links.ts'
import { readActivity } from './select-activities.ts'
import { aboutOf, subjectsOf } from './task-facts.ts'

type Given = Parameters<Handlers<typeof activitiesRoutes>['POST /activities']>[1]['body']

/** Logs what happened. The contact counts as active then; a hand-over counts it as a touch (it listens to activity.logged). */
export const logActivity = (ctx: Ctx, given: Given): Promise<Activity> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { kind, title, body = '', direction, outcome, durationMinutes } = given
    const happenedAt = happeningTime(at, given.happenedAt)
    requireFitting(kind, given)
    requireWords(kind, { title, body })
    if (!given.contactId && !given.companyId && !given.dealId) throw invalid('/contactId', 'required')
    const about = await resolveAbout(tx, workspaceId, given)
    const id = newId()
    await tx
      .insertInto('activity')
      .values({
        ...about,
        workspaceId,
        id,
        kind,
        title: title ?? null,
        body,
        direction: direction ?? null,
        outcome: outcome ?? null,
        happenedAt,
        durationMinutes: durationMinutes ?? null,
        authorId: actor.id,
        createdAt: at,
        updatedAt: at,
      })
      .execute()
    const data = {
      activityId: id,
      kind,
      ...aboutOf(about),
      ...(outcome && { outcome }),
      ...(direction && { direction }),
      happenedAt: happenedAt.toISOString(),
    }
    await record(tx, actor, at, 'activity.logged', data, [id, ...subjectsOf(about)])
    if (about.subjectId) await touchContacts(tx, workspaceId, [about.subjectId], happenedAt)
    return readActivity(tx, workspaceId, id)
  })

/** Clocks differ a little: five minutes ahead still count as now. What is planned is a task. */
export function happeningTime(at: Date, given: string | undefined): Date {
  const time = given ? new Date(given) : at
  if (time.getTime() > at.getTime() + 5 * 60_000) throw invalid('/happenedAt', 'in_future')
  return time
}

/** A note is its words; everything else also says something by having happened. */
export function requireWords(
  kind: Activity['kind'],
  { title, body }: { title?: string | null | undefined; body: string },
) {
  if (kind === 'note' && !title?.trim() && !body.trim()) throw invalid('/body', 'required')
}

type Details = Partial<Pick<Given, 'direction' | 'outcome' | 'durationMinutes'>>
/** Only calls have an outcome; notes have neither direction nor duration. */
export function requireFitting(kind: Activity['kind'], { direction, outcome, durationMinutes }: Details) {
  if (outcome && kind !== 'call') throw invalid('/outcome', 'not_for_kind')
  if (direction && (kind === 'note' || kind === 'meeting')) throw invalid('/direction', 'not_for_kind')
  if (durationMinutes !== undefined && durationMinutes !== null && kind !== 'call' && kind !== 'meeting')
    throw invalid('/durationMinutes', 'not_for_kind')
}
