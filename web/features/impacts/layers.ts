import type { Dependant } from '#contract/impacts.ts'

export type Box = { key: string; x: number; y: number; type: Dependant['type']; name: string; url: string | null }
export type Line = { key: string; from: Box; to: Box }
export const boxWidth = 190
export const boxHeight = 44
const gapX = 64
const gapY = 12
const margin = 16

type Root = Pick<Dependant, 'type' | 'id' | 'name' | 'url'>
const keyOf = ({ type, id }: { type: string; id: string }) => `${type}:${id}`

/**
 * Places a walk in layers: one column for each distance, in it the neighbours of one parent together, so that lines cross little.
 * All lengths in pixels.
 */
export function layersOf(root: Root, dependants: readonly Dependant[]) {
  const columns = [[{ ...root, via: root, depth: 0 }], ...Map.groupBy(dependants, (one) => one.depth).values()]
  const boxes = new Map<string, Box>()
  for (const [depth, column] of columns.entries()) {
    const order = (one: { via: { type: string; id: string } }) => boxes.get(keyOf(one.via))?.y ?? 0
    for (const [row, one] of column.toSorted((a, b) => order(a) - order(b)).entries()) {
      const place = { x: margin + depth * (boxWidth + gapX), y: margin + row * (boxHeight + gapY) }
      boxes.set(keyOf(one), { key: keyOf(one), ...place, type: one.type, name: one.name, url: one.url })
    }
  }
  const lines = dependants.flatMap((one): Line[] => {
    const [from, to] = [boxes.get(keyOf(one.via)), boxes.get(keyOf(one))]
    return from && to ? [{ key: `${from.key} ${to.key}`, from, to }] : []
  })
  const tallest = Math.max(...columns.map((column) => column.length))
  return {
    columns: columns.map((column) => column.map(keyOf).sort((a, b) => boxes.get(a)!.y - boxes.get(b)!.y)),
    boxes: [...boxes.values()],
    lines,
    width: 2 * margin + columns.length * (boxWidth + gapX) - gapX,
    height: 2 * margin + tallest * (boxHeight + gapY) - gapY,
  }
}
