import type { Dependant, NodeType } from '#contract/impacts.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { downstream } from './dependants.ts'
import { type Described, describeNodes, isGone, keyOf, type Node } from './nodes.ts'
import { partsOf } from './parts.ts'

type Query = { type: NodeType; id: string; asOf?: string; limit?: number }

/** What depends on a node, as people read it. 404 for a node that does not exist here. */
export async function listDependants({ db, actor }: Ctx, { type, id, asOf, limit = 500 }: Query) {
  const root: Node = { type, id }
  const at = asOf === undefined ? undefined : new Date(asOf)
  const parts = await partsOf(db, actor.workspaceId, root, at)
  const { reached, truncated } = await downstream(db, actor.workspaceId, [root], limit, at, parts)
  const described = await describeNodes(db, actor.workspaceId, [root, ...reached.map(({ node }) => node)])
  const own = described.get(keyOf(root))
  if (!own && reached.length === 0) throw new Problem('not_found')
  return {
    node: { ...root, ...answered(own ?? unknown(root)) },
    items: reached
      .filter((one) => !isGone(one.node, described))
      .map(
        ({ node, depth, via }): Dependant => ({
          ...node,
          ...answered(described.get(keyOf(node)) ?? unknown(node)),
          depth,
          via,
        }),
      ),
    truncated,
  }
}

const answered = ({ name, url, ownerId, departmentId }: Described) => ({ name, url, ownerId, departmentId })
const unknown = ({ type, id }: Node): Described => {
  return { name: `${type} ${id}`, url: null, ownerId: null, departmentId: null }
}
