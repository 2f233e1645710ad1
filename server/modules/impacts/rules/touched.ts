import type { Step } from './walk.ts'

/** `prints`: `to` shows the value of `from` by itself, so that a change never makes it wrong. */
export type KindStep = Step & { prints: boolean }

/**
 * Which of the nodes reached a change makes wrong: those for which `canBeWrong`, that hang on a root, or on something wrong, by
 * an edge that does not print the value by itself.
 */
export function touched(
  roots: readonly string[],
  reached: readonly string[],
  steps: readonly KindStep[],
  canBeWrong: (key: string) => boolean,
): Set<string> {
  const within = new Set(reached)
  const next = Map.groupBy(
    steps.filter((step) => !step.prints),
    (step) => step.from,
  )
  const wrong = new Set<string>()
  const queue = [...roots]
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const { to } of next.get(key) ?? []) {
      if (wrong.has(to) || !within.has(to) || !canBeWrong(to)) continue
      wrong.add(to)
      queue.push(to)
    }
  }
  return wrong
}
