import { useEffect, useState } from 'react'
import type { LexiconEntry } from '#contract/glossary.ts'
import { type Lexicon, markWords, wordAt } from './marks.ts'

export type Shown = { element: HTMLElement; entry: LexiconEntry; box: DOMRect }
const openAfterMs = 250
const closeAfterMs = 200
const markAfterMs = 150

/** Keeps the words of the page marked, and says which of them the reader points at, has focused or tapped. */
export function useShownWord(lexicon: Lexicon): [Shown | null, close: () => void] {
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => (lexicon.size > 0 ? keepMarked(lexicon) : undefined), [lexicon])
  useEffect(() => listen(lexicon, setShown), [lexicon])
  useEffect(() => {
    shown?.element.setAttribute('aria-describedby', 'gl-card')
    return () => shown?.element.removeAttribute('aria-describedby')
  }, [shown])
  return [shown, () => setShown(null)]
}

function keepMarked(lexicon: Lexicon): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      markWords(lexicon)
    }, markAfterMs)
  }
  const observer = new MutationObserver(soon)
  observer.observe(document.body, { childList: true, subtree: true, characterData: true })
  soon()
  return () => {
    observer.disconnect()
    clearTimeout(waiting)
  }
}

function listen(lexicon: Lexicon, setShown: (shown: Shown | null) => void): () => void {
  const byId = new Map([...lexicon.values()].map((entry) => [entry.id, entry]))
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (run: () => void, ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }
  const hide = (ms: number) => later(() => setShown(null), ms)
  const show = (element: HTMLElement, ms: number) =>
    later(() => {
      const entry = byId.get(element.dataset.tdTerm ?? '')
      if (entry && element.isConnected) setShown({ element, entry, box: element.getBoundingClientRect() })
    }, ms)
  const isCard = (target: EventTarget | null) => target instanceof Element && target.closest('.gl-card') !== null

  const point = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === 'touch') return
    const element = wordAt(target, false)
    if (element) show(element, openAfterMs)
    else if (isCard(target)) clearTimeout(timer)
    else hide(closeAfterMs)
  }
  const focus = ({ target }: FocusEvent) => {
    const element = wordAt(target, true)
    if (element) show(element, 0)
    else if (!isCard(target)) hide(0)
  }
  const tap = ({ target }: MouseEvent) => {
    const element = wordAt(target, false)
    if (element && !element.closest('a, button, [role="button"], label, tbody tr')) show(element, 0)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') hide(0)
  }
  const scroll = () => hide(0)
  document.addEventListener('pointerover', point)
  document.addEventListener('focusin', focus)
  document.addEventListener('click', tap)
  document.addEventListener('keydown', key)
  window.addEventListener('scroll', scroll, true)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('pointerover', point)
    document.removeEventListener('focusin', focus)
    document.removeEventListener('click', tap)
    document.removeEventListener('keydown', key)
    window.removeEventListener('scroll', scroll, true)
  }
}
