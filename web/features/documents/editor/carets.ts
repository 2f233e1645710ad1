import { Extension } from '@tiptap/core'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'

type User = { name?: string; colour?: number }

/** Where the others write and what they have selected, with their names. */
export const Carets = Extension.create<{ awareness: Awareness | null }>({
  name: 'carets',
  addOptions: () => ({ awareness: null }),
  addProseMirrorPlugins() {
    const { awareness } = this.options
    return awareness ? [yCursorPlugin(awareness, { cursorBuilder: caretOf, selectionBuilder: selectionOf })] : []
  },
})

const colourOf = ({ colour = 0 }: User) => String(colour)

function caretOf(user: User): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'dc-caret'
  caret.dataset.colour = colourOf(user)
  const name = document.createElement('span')
  name.className = 'dc-caret-name'
  name.textContent = user.name ?? ''
  // Word joiners keep the line from breaking at the caret.
  caret.append('\u2060', name, '\u2060')
  return caret
}

const selectionOf = (user: User) => ({ class: 'dc-selection', 'data-colour': colourOf(user) })
