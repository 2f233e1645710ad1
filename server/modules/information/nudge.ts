import { sql } from 'kysely'
import type { InformationItem } from '#contract/information.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { subjectsOf } from './create-item.ts'
import { placeOf } from './day.ts'
import { factsOf, lockItem, readItem } from './select-items.ts'
import { linkOf, managersOf } from './tell.ts'

/**
 * Asks the owner to verify, whoever needs it; once a local day for each item, however many ask. Without a living owner the
 * managers of the providing department are asked. 422 for the owner.
 */
export const nudge = (ctx: Ctx, id: string): Promise<InformationItem> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { timeZone } = await placeOf(tx, workspaceId)
    const day = localDate(timeZone, at)
    const item = await lockItem(tx, workspaceId, day, id)
    if (item.ownerId === actor.id) throw new Problem('unprocessable', {}, [{ pointer: '', rule: 'own_item' }])
    if (item.nudgedAt && localDate(timeZone, item.nudgedAt) === day) throw new Problem('information_nudged_today')
    const memberIds = item.ownerIsActive
      ? [item.ownerId]
      : ((await managersOf(tx, workspaceId, [item.providedByDepartmentId])).get(item.providedByDepartmentId) ?? [])
    const names = await membersById(tx, workspaceId, [actor.id])
    await sql`update information_item set nudged_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await notify(tx, at, workspaceId, [
      {
        memberIds,
        kind: 'information_nudged',
        params: { name: item.name, by: names.get(actor.id)?.fullName ?? '' },
        link: linkOf(id),
        dedupeKey: `information_nudged:${id}:${day}`,
        mail: true,
      },
    ])
    await record(tx, actor, at, 'information.nudged', { ...factsOf(item), ownerId: item.ownerId }, subjectsOf(item))
    return readItem(tx, workspaceId, day, id)
  })
