import { sql } from 'kysely'
import type { Notice, noticesRoutes } from '#contract/notices.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { requireProject } from '#modules/projects/public.ts'
import { requireAudience } from './audience.ts'
import { questionOf, requireAhead } from './given.ts'
import { publish } from './publish.ts'
import { aboutOf, factsOf, lockNotice, type Row, readNotice } from './select-notices.ts'

type Given = Parameters<Handlers<typeof noticesRoutes>['POST /notices']>[1]['body']
type Change = Parameters<Handlers<typeof noticesRoutes>['PATCH /notices/:id']>[1]['body']

/** A process change asks to be confirmed, and so does whatever has a question. */
export const createNotice = (ctx: Ctx, { publish: atOnce = false, ...given }: Given): Promise<Notice> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const kind = given.kind ?? 'process_change'
    const question = questionOf(given.question ?? null)
    const fields = {
      kind,
      title: filled(given.title, '/title'),
      body: filled(given.body, '/body'),
      severity: given.severity ?? 'major',
      aboutType: given.about?.type ?? null,
      aboutId: given.about?.id ?? null,
      audience: given.audience ?? { kind: 'everyone' as const },
      acknowledgement: (given.acknowledgement ?? kind === 'process_change') || question !== null,
      question,
      dueOn: given.dueOn ?? null,
      projectId: given.projectId ?? null,
    }
    await requireAudience(tx, workspaceId, fields.audience, given.about ?? null)
    await requireProject(tx, workspaceId, fields.projectId)
    await requireAhead(tx, workspaceId, at, fields.dueOn)
    const id = newId()
    await sql`insert into notice (workspace_id, id, kind, title, body, severity, about_type, about_id, audience, acknowledgement, question,
        due_on, project_id, search, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${fields.kind}, ${fields.title}, ${fields.body}, ${fields.severity}, ${fields.aboutType}, ${fields.aboutId},
        ${JSON.stringify(fields.audience)}::jsonb, ${fields.acknowledgement}, ${question && JSON.stringify(question)}::jsonb, ${fields.dueOn},
        ${fields.projectId}, ${searchText(fields.title, fields.body)}, ${actor.id}, ${at}, ${at})`.execute(tx)
    await record(tx, actor, at, 'notice.created', factsOf({ id, title: fields.title }), [id])
    if (atOnce) await publish(tx, actor, at, await lockNotice(tx, workspaceId, id))
    return readNotice(tx, actor, at, id)
  })

export const updateNotice = (ctx: Ctx, id: string, given: Change): Promise<Notice> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockNotice(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    if (old.state !== 'draft') throw new Problem('notice_published')
    const next = merged(old, given)
    if (given.audience || given.about !== undefined)
      await requireAudience(tx, workspaceId, next.audience, aboutOf(next))
    if (given.projectId !== undefined) await requireProject(tx, workspaceId, next.projectId)
    if (given.dueOn !== undefined) await requireAhead(tx, workspaceId, at, next.dueOn)
    await sql`update notice set kind = ${next.kind}, title = ${next.title}, body = ${next.body}, severity = ${next.severity},
        about_type = ${next.aboutType}, about_id = ${next.aboutId}, audience = ${JSON.stringify(next.audience)}::jsonb,
        acknowledgement = ${next.acknowledgement}, question = ${next.question && JSON.stringify(next.question)}::jsonb, due_on = ${next.dueOn},
        project_id = ${next.projectId}, search = ${searchText(next.title, next.body)}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'notice.updated', { ...factsOf(next), fields: Object.keys(given) }, [id])
    return readNotice(tx, actor, at, id)
  })

function merged(old: Row, { title, body, about, question, ...given }: Change): Row {
  const nextQuestion = question === undefined ? old.question : questionOf(question)
  return {
    ...old,
    ...given,
    title: title === undefined ? old.title : filled(title, '/title'),
    body: body === undefined ? old.body : filled(body, '/body'),
    aboutType: about === undefined ? old.aboutType : (about?.type ?? null),
    aboutId: about === undefined ? old.aboutId : (about?.id ?? null),
    question: nextQuestion,
    acknowledgement: (given.acknowledgement ?? old.acknowledgement) || nextQuestion !== null,
  }
}
