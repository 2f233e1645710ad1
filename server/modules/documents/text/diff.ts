import type { DiffPart } from '#contract/document-parts.ts'

/** Lines beyond which a shortest difference is not sought: what lies between the equal ends is replaced as a whole. */
const mostLines = 3000

/** Shortest difference of two texts in lines (Myers, "An O(ND) Difference Algorithm", 1986), equal neighbours joined. */
export function diffLines(before: string, after: string): DiffPart[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const middle =
    middleA.length + middleB.length > mostLines
      ? [...middleA.map((text) => part('removed', text)), ...middleB.map((text) => part('added', text))]
      : shortest(middleA, middleB)
  return joined([
    ...a.slice(0, start).map((text) => part('same', text)),
    ...middle,
    ...a.slice(a.length - end).map((text) => part('same', text)),
  ])
}

const part = (change: DiffPart['change'], text: string): DiffPart => ({ change, text })

function shortest(a: readonly string[], b: readonly string[]): DiffPart[] {
  const furthest = new Map([[1, 0]])
  const trace: Map<number, number>[] = []
  for (let edits = 0; edits <= a.length + b.length; edits++) {
    trace.push(new Map(furthest))
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [left, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1]
      let x = diagonal === -edits || (diagonal !== edits && left < above) ? above : left + 1
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++
      furthest.set(diagonal, x)
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, trace, edits)
    }
  }
  return []
}

function walkBack(a: readonly string[], b: readonly string[], trace: readonly Map<number, number>[], edits: number) {
  const parts: DiffPart[] = []
  let [x, y] = [a.length, b.length]
  for (let step = edits; step >= 0; step--) {
    const furthest = trace[step]!
    const diagonal = x - y
    const [left, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1]
    const from = diagonal === -step || (diagonal !== step && left < above) ? diagonal + 1 : diagonal - 1
    const fromX = step === 0 ? 0 : furthest.get(from)!
    const fromY = step === 0 ? 0 : fromX - from
    while (x > fromX && y > fromY) {
      parts.push(part('same', a[--x]!))
      y--
    }
    if (step === 0) break
    if (x > fromX) parts.push(part('removed', a[--x]!))
    else if (y > fromY) parts.push(part('added', b[--y]!))
  }
  return parts.reverse()
}

function joined(parts: readonly DiffPart[]): DiffPart[] {
  const out: DiffPart[] = []
  for (const one of parts) {
    const last = out.at(-1)
    if (last?.change === one.change) last.text += `\n${one.text}`
    else out.push({ ...one })
  }
  return out
}
