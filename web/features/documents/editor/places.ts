import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { Anchor } from '#contract/document-parts.ts'

/** A comment's place in the text, as the editor shows it. */
export type Place = { id: string; anchor: Anchor; isSuggestion: boolean; isActive: boolean }
type Shown = { places: readonly Place[]; decorations: DecorationSet }

export const placesKey = new PluginKey<Shown>('places')

/** Marks the words that open comments are about; follows them through every edit. */
export const Places = Extension.create({
  name: 'places',
  addProseMirrorPlugins: () => [
    new Plugin<Shown>({
      key: placesKey,
      state: {
        init: () => ({ places: [], decorations: DecorationSet.empty }),
        apply: (transaction, shown, _old, state) => {
          const places: readonly Place[] = transaction.getMeta(placesKey) ?? shown.places
          const isStale = places !== shown.places || transaction.docChanged || transaction.getMeta(ySyncPluginKey)
          return isStale ? { places, decorations: decorate(state, places) } : shown
        },
      },
      props: { decorations: (state) => placesKey.getState(state)?.decorations },
    }),
  ],
})

function decorate(state: EditorState, places: readonly Place[]): DecorationSet {
  const decorations = places.flatMap(({ id, anchor, isSuggestion, isActive }) => {
    const range = rangeOf(state, anchor)
    if (!range) return []
    const kind = isSuggestion ? ' dc-suggested' : ''
    return Decoration.inline(range.from, range.to, {
      class: `dc-commented${kind}${isActive ? ' dc-active' : ''}`,
      'data-comment': id,
    })
  })
  return DecorationSet.create(state.doc, decorations)
}

const toBytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** Where an anchor is in the text now; null: its words are gone. */
export function rangeOf(state: EditorState, { from, to }: Anchor): { from: number; to: number } | null {
  const shared = ySyncPluginKey.getState(state)
  if (!shared?.binding) return null
  const [start, end] = [from, to].map((one) =>
    relativePositionToAbsolutePosition(
      shared.doc,
      shared.type,
      Y.decodeRelativePosition(toBytes(one)),
      shared.binding.mapping,
    ),
  )
  return start !== null && end !== null && start !== undefined && end !== undefined && start < end
    ? { from: start, to: Math.min(end, state.doc.content.size) }
    : null
}

/** The selected words as an anchor, and whether they are continuous text of one paragraph. */
export function anchorOfSelection(state: EditorState): { anchor: Anchor; quote: string; isWithinOne: boolean } | null {
  const shared = ySyncPluginKey.getState(state)
  const { from, to, empty, $from, $to } = state.selection
  if (!shared?.binding || empty) return null
  const relative = (position: number, side: number) => {
    const found = absolutePositionToRelativePosition(position, shared.type, shared.binding.mapping)
    const place = Y.createAbsolutePositionFromRelativePosition(found, shared.doc)
    // What is typed right before or after the words is not part of them.
    return place ? Y.createRelativePositionFromTypeIndex(place.type, place.index, side) : found
  }
  const encode = (position: Y.RelativePosition) => toText(Y.encodeRelativePosition(position))
  let hasObject = false
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isInline && !node.isText) hasObject = true
  })
  return {
    anchor: { from: encode(relative(from, 0)), to: encode(relative(to, -1)) },
    quote: state.doc.textBetween(from, to, ' ', ' '),
    isWithinOne: $from.sameParent($to) && $from.parent.isTextblock && !hasObject,
  }
}
