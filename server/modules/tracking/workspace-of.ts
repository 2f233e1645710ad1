import { sql } from 'kysely'
import type { Services } from '#kernel/services.ts'

type Known = { first: string | null; ids: Set<string>; readAt: number }
const known = new WeakMap<Services['pool'], Known>()
const freshMs = 10_000

/**
 * Workspaces change rarely; one look every ten seconds, and one more for an id not seen yet. The first is a real company: a demo
 * beside it, whose history is older, must not get what its visitors do.
 */
async function workspaces({ db, pool }: Services, mustHave?: string): Promise<Known> {
  const cached = known.get(pool)
  const age = cached ? performance.now() - cached.readAt : Number.POSITIVE_INFINITY
  if (cached && age < freshMs && (!mustHave || cached.ids.has(mustHave) || age < 1000) && cached.first) return cached
  const { rows } = await sql<{ id: string }>`select id from workspace
    order by is_demo, created_at, id limit 10000`.execute(db)
  const read = { first: rows[0]?.id ?? null, ids: new Set(rows.map((row) => row.id)), readAt: performance.now() }
  known.set(pool, read)
  return read
}

export const defaultWorkspace = async (services: Services): Promise<string | null> => (await workspaces(services)).first
export const isWorkspace = async (services: Services, id: string): Promise<boolean> =>
  (await workspaces(services, id)).ids.has(id)
