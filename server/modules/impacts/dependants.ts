import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { printing } from './edges.ts'
import { keyOf, type Node, type NodeType } from './nodes.ts'
import type { KindStep } from './rules/touched.ts'
import { walk } from './rules/walk.ts'

export type Dependant = { node: Node; depth: number; via: Node }
const mostDependants = 5000

/**
 * Everything downstream of a node: nearest first, each once, cycles cut, at most `limit`. `depth` 1 depends on it directly;
 * `via` is the node in between. With `asOf` the graph as it was at that time, else as it is.
 */
export const dependantsOf = async (
  db: Db | Tx,
  workspaceId: string,
  node: Node,
  limit = mostDependants,
  asOf?: Date,
): Promise<Dependant[]> => (await downstream(db, workspaceId, [node], limit, asOf)).reached

/**
 * Everything downstream with the edges that lead there. One recursive statement: the edges out of what was reached are followed
 * once, because UNION drops those it has seen, and so it ends where the graph has cycles.
 */
export async function downstream(
  db: Db | Tx,
  workspaceId: string,
  roots: readonly Node[],
  limit: number,
  asOf?: Date,
  /** What the first root is made of: it follows it too, with all that follows from there. */
  parts: readonly Node[] = [],
): Promise<{ reached: Dependant[]; steps: KindStep[]; truncated: boolean }> {
  const valid = asOf
    ? sql`e.opened_at <= ${asOf} and (e.closed_at is null or e.closed_at > ${asOf})`
    : sql`e.closed_at is null`
  const mostSteps = edgesPerNode * limit
  // Written out, not as arrays: the plan is the same whatever they hold, so it is made once.
  const begins = sql.join(
    [...roots, ...parts].map(({ type, id }) => sql`(e.from_id = ${id} and e.from_type = ${type})`),
    sql` or `,
  )
  const columns = sql`e.from_type, e.from_id, e.to_type, e.to_id, e.kind = ${sql.lit(printing)} as prints`
  const { rows } = await sql<{ from_type: string; from_id: string; to_type: NodeType; to_id: string; prints: boolean }>`
    with recursive downstream as (
      select ${columns} from edge e where e.workspace_id = ${workspaceId} and (${begins}) and ${valid}
      union
      select ${columns}
      from (select distinct d.to_type, d.to_id from downstream d) as r
      join edge e on e.workspace_id = ${workspaceId} and e.from_id = r.to_id and e.from_type = r.to_type
      where e.workspace_id = ${workspaceId} and ${valid}
    ) select * from downstream limit ${sql.lit(mostSteps)}`.execute(db.withoutPlugins())
  const nodes = new Map<string, Node>([...roots, ...parts].map((node) => [keyOf(node), node]))
  const within = parts.map((part) => ({ from: keyOf(roots[0]!), to: keyOf(part), prints: false }))
  const along = rows.map(({ from_type, from_id, to_type, to_id, prints }) => {
    const to = { type: to_type, id: to_id }
    const key = keyOf(to)
    nodes.set(key, to)
    return { from: `${from_type}:${from_id}`, to: key, prints }
  })
  const steps = [...within, ...along]
  const found = walk(roots.map(keyOf), steps, limit + 1)
  const reached = found
    .slice(0, limit)
    .map(({ key, depth, via }) => ({ node: nodes.get(key)!, depth, via: nodes.get(via)! }))
  return { reached, steps, truncated: found.length > limit || rows.length === mostSteps }
}

/** What a bounded walk may read: far more edges than nodes means a graph that nobody drew. */
const edgesPerNode = 20
