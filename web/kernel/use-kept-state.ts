import { useState } from 'react'

/**
 * State that outlives its screen in this tab, also past a session that ran out: what is half written is there on return.
 * Nothing is kept of what equals `empty`.
 */
export function useKeptState<V>(key: string, empty: V): [V, (value: V) => void] {
  const [value, setValue] = useState<V>(() => read(key) ?? empty)
  const keep = (next: V) => {
    setValue(next)
    if (JSON.stringify(next) === JSON.stringify(empty)) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, JSON.stringify(next))
  }
  return [value, keep]
}

function read<V>(key: string): V | null {
  const kept = sessionStorage.getItem(key)
  return kept === null ? null : (JSON.parse(kept) as V)
}
