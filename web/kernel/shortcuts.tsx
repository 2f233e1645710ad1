import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'

export type Shortcut = {
  /** `e`, `shift+x`, `mod+k` (⌘ or Ctrl), `g c` (one after the other), `Escape`, `Enter`, `Space`. */
  keys: string
  /** Key of the words; without it the shortcut is not listed under `?`. */
  label?: string
  /** May answer `false` to leave the key to the browser. */
  run: (event: KeyboardEvent) => void | false
  /** Also while typing (only sensible with `mod`). */
  whileTyping?: boolean
}
type Registry = { groups: Map<symbol, readonly Shortcut[]>; listeners: Set<() => void> }
const Context = createContext<Registry | null>(null)
const sequencePauseMs = 1000

export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState<Registry>(() => ({ groups: new Map(), listeners: new Set() }))
  useEffect(() => {
    let first = ''
    let firstAt = 0
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const stroke = strokeOf(event)
      if (!stroke) return
      const strokes = event.timeStamp - firstAt < sequencePauseMs && first ? [`${first} ${stroke}`, stroke] : [stroke]
      first = stroke
      firstAt = event.timeStamp
      const busy = isBusy(event)
      // The last registered wins: an open panel before the list behind it.
      const all = [...registry.groups.values()].reverse().flat()
      for (const wanted of strokes) {
        for (const shortcut of all.filter((one) => one.keys === wanted && (!busy || one.whileTyping))) {
          if (shortcut.run(event) === false) continue
          event.preventDefault()
          first = ''
          return
        }
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [registry])
  return <Context value={registry}>{children}</Context>
}

/** Keys that work while the component is on screen. */
export function useShortcuts(shortcuts: readonly Shortcut[], enabled = true) {
  const registry = useContext(Context)
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const signature = shortcuts.map(({ keys, label }) => `${keys}=${label ?? ''}`).join('|')
  useEffect(() => {
    if (!registry || !enabled) return
    const id = Symbol(signature)
    const live = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }))
    registry.groups.set(id, live)
    for (const changed of registry.listeners) changed()
    return () => {
      registry.groups.delete(id)
      for (const changed of registry.listeners) changed()
    }
  }, [registry, signature, enabled])
}

/** What `?` lists, in order of registration. */
export function useShortcutList(): readonly Shortcut[] {
  const registry = useContext(Context)
  const [, refresh] = useState(0)
  useEffect(() => {
    const changed = () => refresh((n) => n + 1)
    registry?.listeners.add(changed)
    return () => void registry?.listeners.delete(changed)
  }, [registry])
  return [...(registry?.groups.values() ?? [])].flat().filter(({ label }) => label)
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
/** `mod+k` → `⌘ K` or `Ctrl K`. */
export const keyCaps = (keys: string) =>
  keys.split(/[ +]/).map((key) => {
    if (key === 'mod') return isMac ? '⌘' : 'Ctrl'
    if (key === 'shift') return '⇧'
    return key.length === 1 ? key.toUpperCase() : key
  })

function strokeOf(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key
  if (['Shift', 'Control', 'Meta', 'Alt', 'Dead'].includes(key) || event.altKey) return ''
  const mod = event.metaKey || event.ctrlKey
  // `?` and `[` need shift or AltGr on some keyboards: the character counts, not the way to it.
  const shift = event.shiftKey && (mod || key.length > 1 || /[a-z]/i.test(key))
  return `${mod ? 'mod+' : ''}${shift ? 'shift+' : ''}${key.length === 1 ? key.toLowerCase() : key}`
}

/** Typing, or a dialog or menu in front: single keys belong to them. */
function isBusy({ target }: KeyboardEvent) {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) {
    return !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))
  }
  return target.closest('[role=dialog],[role=menu],[role=listbox]') !== null
}
