import { updateYFragment, yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { type Content, fitting } from '../text/content.ts'
import { schema } from '../text/schema.ts'

/** Where the editor keeps the text in the shared state. */
const field = 'default'
export const textOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(field)

/** The shared document out of its state and updates, in any order. What cannot be read is left out: the rest is worth having. */
export function docOf(parts: readonly Uint8Array[], onUnreadable: (error: unknown) => void = () => {}): Y.Doc {
  const doc = new Y.Doc()
  for (const part of parts) {
    try {
      Y.applyUpdate(doc, part)
    } catch (error) {
      onUnreadable(error)
    }
  }
  return doc
}

export const contentOf = (doc: Y.Doc): Content => fitting(yXmlFragmentToProsemirrorJSON(textOf(doc)))

/** State of a new document with that text. */
export function stateOf(content: Content): Uint8Array {
  const doc = new Y.Doc()
  if ((content.content ?? []).length > 0) rewrite(doc, content)
  return Y.encodeStateAsUpdate(doc)
}

/** Makes that the text by as few edits as it takes, so that what others write meanwhile, and anchors, stay. */
export function rewrite(doc: Y.Doc, content: Content): void {
  const blocks = (content.content ?? []).length > 0 ? content : { type: 'doc', content: [{ type: 'paragraph' }] }
  const node = schema.nodeFromJSON(blocks)
  node.check()
  doc.transact(() => updateYFragment(doc, textOf(doc), node, { mapping: new Map(), isOMark: new Map() }))
}
