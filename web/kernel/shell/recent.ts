import { useLocalStorage } from '@mantine/hooks'
import { useEffect } from 'react'

export type Recent = { link: string; label: string }
const kept = 8
const none: Recent[] = []

/** Records opened in this browser, the latest first. */
export function useRecent() {
  const [recent, setRecent] = useLocalStorage<Recent[]>({ key: 'tandem.recent', defaultValue: none })
  return { recent, setRecent }
}

/** Remembers the record on screen under its present name. */
export function useRemember(label: string | undefined) {
  const { setRecent } = useRecent()
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another record or name is on screen
  useEffect(() => {
    if (!label) return
    const link = window.location.pathname
    setRecent((before) => [{ link, label }, ...before.filter((one) => one.link !== link)].slice(0, kept))
  }, [label])
}
