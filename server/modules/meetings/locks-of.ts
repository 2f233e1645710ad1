import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { type Lock, lockSources } from './locks.ts'
import type { Row } from './select-meetings.ts'

type About = Pick<Row, 'departmentIds' | 'projectId' | 'seriesId' | 'startsAt'>

/** What locks decisions of a meeting now, besides the quorum. */
export async function locksOf(db: Db | Tx, workspaceId: string, at: Date, row: About): Promise<Lock[]> {
  const { departmentIds, projectId, seriesId: meetingSeriesId, startsAt } = row
  const found: Lock[] = []
  for (const source of lockSources()) {
    const lock = await source(db, workspaceId, at, { departmentIds, projectId, meetingSeriesId, startsAt })
    if (lock && lock.items.length > 0) found.push(lock)
  }
  return found
}

/** Throws 409 with the code of the first lock; `errors` name each item and where it is mended. */
export async function requireUnlocked(tx: Tx, workspaceId: string, at: Date, row: About): Promise<void> {
  const [lock] = await locksOf(tx, workspaceId, at, row)
  if (!lock) return
  throw new Problem(
    lock.code,
    { count: lock.items.length },
    lock.items.map(({ id, name, url }) => ({
      pointer: `/information/${id}`,
      rule: 'locked_by_item',
      params: { id, name, url },
    })),
  )
}

/** Throws 409 that names the empty seats and an absent leader. */
export function refuseWithoutQuorum(
  quorum: { leaderPresent: boolean; missingIds: readonly string[] },
  names: ReadonlyMap<string, string>,
): never {
  const seats = quorum.missingIds.map((id) => ({
    pointer: '/attendance',
    rule: 'seat_empty',
    params: { departmentId: id, department: names.get(id) ?? id },
  }))
  const leader = quorum.leaderPresent ? [] : [{ pointer: '/leader', rule: 'leader_absent' }]
  throw new Problem('meeting_without_quorum', { count: seats.length }, [...seats, ...leader])
}
