/** An edge of the graph: `to` depends on `from`. Keys name nodes. */
export type Step = { from: string; to: string }
export type Reached = { key: string; depth: number; via: string }

/**
 * Everything downstream of the roots, nearest first: each node once with its shortest distance and the node it was reached
 * from, the roots themselves left out, cycles cut. At most `limit` nodes.
 */
export function walk(roots: readonly string[], steps: readonly Step[], limit: number): Reached[] {
  const next = Map.groupBy(steps, (step) => step.from)
  const seen = new Set(roots)
  const reached: Reached[] = []
  let frontier: readonly string[] = roots
  for (let depth = 1; frontier.length > 0 && reached.length < limit; depth++) {
    const found: string[] = []
    for (const from of frontier) {
      for (const { to } of next.get(from) ?? []) {
        if (seen.has(to)) continue
        seen.add(to)
        found.push(to)
        reached.push({ key: to, depth, via: from })
      }
    }
    frontier = found
  }
  return reached.slice(0, limit)
}
