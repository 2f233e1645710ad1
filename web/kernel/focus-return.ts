/**
 * Gives the focus back to what opened a dialog. Dialogs are mounted open and unmounted when they close, so what the library
 * does on closing never runs, and the focus would fall to the page's beginning. One watch serves them all.
 */
export function returnFocusFromDialogs() {
  const openers = new WeakMap<Element, HTMLElement>()
  let dialog: Element | null = null
  const onRemoval = new MutationObserver(() => {
    if (!dialog || dialog.isConnected) return
    const opener = openers.get(dialog)
    dialog = null
    onRemoval.disconnect()
    if (document.activeElement === document.body) opener?.focus({ preventScroll: true })
  })
  document.addEventListener('focusin', ({ target, relatedTarget }) => {
    const entered = (target as Element).closest('[aria-modal]')
    if (entered && !openers.has(entered) && relatedTarget instanceof HTMLElement)
      openers.set(entered, lastingOf(relatedTarget))
    dialog = entered
    if (dialog) onRemoval.observe(document.body, { childList: true, subtree: true })
    else onRemoval.disconnect()
  })
}

/** A menu goes away with the choice: its button is what stays. */
function lastingOf(element: HTMLElement): HTMLElement {
  const button = element.closest('[role=menu]')?.getAttribute('aria-labelledby')
  return (button && document.getElementById(button)) || element
}
