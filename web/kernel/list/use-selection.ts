import { useMemo, useRef, useState } from 'react'

/** Which row the keyboard stands on, and which rows are chosen; a range with shift reaches from the last one chosen. */
export function useSelection(order: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [activeId, setActiveId] = useState<string | null>(null)
  const anchor = useRef<string | null>(null)
  const active = activeId === null ? -1 : order.indexOf(activeId)
  // Rows that a new filter hid are no longer chosen.
  const ids = useMemo(() => order.filter((id) => chosen.has(id)), [order, chosen])

  return {
    ids,
    active,
    has: (id: string) => chosen.has(id),
    activate: (id: string) => setActiveId(id),
    move: (step: number) => {
      const next = Math.max(0, Math.min(order.length - 1, active + step))
      if (order[next] !== undefined) setActiveId(order[next])
    },
    toggle: (id: string, { range = false } = {}) => {
      const next = new Set(chosen)
      const from = anchor.current === null ? -1 : order.indexOf(anchor.current)
      const to = order.indexOf(id)
      if (range && from >= 0) for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
      else if (!next.delete(id)) next.add(id)
      anchor.current = id
      setChosen(next)
    },
    all: () => setChosen(new Set(order)),
    clear: () => setChosen(new Set()),
  }
}
export type Selection = ReturnType<typeof useSelection>
