import { sql } from 'kysely'
import type { Reply } from '#contract/kit.ts'
import { checklistSteps, type todayRoutes } from '#contract/today.ts'
import type { Db } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { readSetting, writeSetting } from '#modules/accounts/public.ts'

type Checklist = Reply<(typeof todayRoutes)['GET /today']>['checklist']

const dismissalKey = ({ id }: Actor) => `today.checklist_dismissed.${id}`

/** The first steps, each ticked by what is really there: nobody has to tick a box. */
export async function readChecklist(db: Db, actor: Actor): Promise<Checklist> {
  const { workspaceId } = actor
  if (await readSetting(db, workspaceId, dismissalKey(actor), false)) return null
  const { rows } = await sql<Record<(typeof checklistSteps)[number] | 'isDemo', boolean>>`select
      exists (select 1 from workspace where id = ${workspaceId} and is_demo) as is_demo,
      exists (select 1 from form where workspace_id = ${workspaceId} and deleted_at is null) as form,
      exists (select 1 from form_submission where workspace_id = ${workspaceId}) as share,
      exists (select 1 from contact where workspace_id = ${workspaceId} and deleted_at is null and origin in ('import', 'api', 'manual', 'demo')) as contacts,
      exists (select 1 from invitation where workspace_id = ${workspaceId})
        or exists (select 1 from member where workspace_id = ${workspaceId} and id <> ${actor.id}) as invite,
      exists (select 1 from deal where workspace_id = ${workspaceId} and deleted_at is null) as deal`.execute(db)
  const done = rows[0]!
  if (done.isDemo || checklistSteps.every((step) => done[step])) return null
  return checklistSteps.map((step) => ({ step, done: done[step] }))
}

export async function dismissChecklist(ctx: Ctx): Promise<void> {
  await ctx.transact(async (tx) => {
    await writeSetting(tx, ctx.actor, ctx.clock.now(), dismissalKey(ctx.actor), true)
  })
}

export async function isWorkspaceEmpty(db: Db, workspaceId: string): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`select exists (select 1 from contact where workspace_id = ${workspaceId})
    or exists (select 1 from form where workspace_id = ${workspaceId}) or exists (select 1 from deal where workspace_id = ${workspaceId}) as any`.execute(
    db,
  )
  return !rows[0]!.any
}
