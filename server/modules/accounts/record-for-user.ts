import type { Events } from '#contract/index.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Services } from '#kernel/services.ts'

type OfMember = {
  [N in keyof Events]: Events[N] extends { memberId: string }
    ? { memberId: string } extends Events[N]
      ? N
      : never
    : never
}[keyof Events]
export type Membership = { workspaceId: string; memberId: string }

/** Active memberships of an account, the oldest first. */
export const membershipsOf = ({ db }: Pick<Services, 'db'>, userId: string): Promise<Membership[]> =>
  db
    .selectFrom('member')
    .select(['workspaceId', 'id as memberId'])
    .where('userId', '=', userId)
    .where('removedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

/**
 * Tells every workspace of the person what happened to their account. The account is kept by the auth library in
 * transactions of its own, so this comes right after the fact.
 */
export async function recordForUser(services: Services, userId: string, name: OfMember): Promise<void> {
  const memberships = await membershipsOf(services, userId)
  if (memberships.length === 0) return
  await services.db.transaction().execute(async (tx) => {
    for (const { workspaceId, memberId } of memberships) {
      const actor: Actor = { kind: 'member', id: memberId, workspaceId, permissions: new Set() }
      await record(tx, actor, services.clock.now(), name, { memberId }, [memberId])
    }
  })
}
