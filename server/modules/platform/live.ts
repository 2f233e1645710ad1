import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'

const streamsPerMember = 8

/** Opens a stream of `{ topics, ids }` for the actor's workspace; a member has at most eight, over all their tabs. */
export async function openLive({ live, actor, reply }: Ctx): Promise<void> {
  if (!live) throw new Problem('not_ready')
  if (live.count(actor.id) >= streamsPerMember) throw new Problem('rate_limited')
  live.add({ workspaceId: actor.workspaceId, memberId: actor.id, reply })
}
