export const MAX_DEPTH = 5
export type Node = { readonly id: string; readonly parentId: string | null }

/** Ids from the root down to the goal itself; a cycle is cut where it closes. */
export function pathTo(id: string, parents: ReadonlyMap<string, string | null>): string[] {
  const path: string[] = []
  for (let next: string | null | undefined = id; next && !path.includes(next); next = parents.get(next)) path.push(next)
  return path.reverse()
}

/** Levels below and including the goal; 1 without children. */
export function heightOf(id: string, nodes: readonly Node[]): number {
  const children = Map.groupBy(nodes, (node) => node.parentId)
  const walk = (at: string, seen: ReadonlySet<string>): number =>
    1 +
    Math.max(
      0,
      ...(children.get(at) ?? [])
        .filter((child) => !seen.has(child.id))
        .map((child) => walk(child.id, new Set([...seen, child.id]))),
    )
  return walk(id, new Set([id]))
}

/** What is wrong with hanging a goal below another; null when nothing is. A new goal has no id yet. */
export function placeError(
  id: string | null,
  parentId: string,
  nodes: readonly Node[],
): 'circular' | 'too_deep' | null {
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]))
  const path = pathTo(parentId, parents)
  if (id !== null && path.includes(id)) return 'circular'
  return path.length + (id === null ? 1 : heightOf(id, nodes)) > MAX_DEPTH ? 'too_deep' : null
}

/** Deepest first, so that children are measured before those that add them up. */
export function deepestFirst<N extends Node>(nodes: readonly N[]): N[] {
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]))
  return nodes.toSorted((a, b) => pathTo(b.id, parents).length - pathTo(a.id, parents).length || (a.id < b.id ? -1 : 1))
}
