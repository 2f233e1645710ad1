import * as Y from 'yjs'
import type { Anchor } from '#contract/document-parts.ts'
import { textOf } from '../shared/doc.ts'

/** Words of one run of text: a paragraph without breaks and mentions in between. */
export type Place = { text: Y.XmlText; from: number; to: number }

const decode = (encoded: string) => Y.decodeRelativePosition(Buffer.from(encoded, 'base64'))
const encode = (position: Y.RelativePosition) => Buffer.from(Y.encodeRelativePosition(position)).toString('base64')

/**
 * Where an anchor is now. `elsewhere`: it is there, but spans several runs of text. Null: it is not of this document, or all
 * that it stood in has gone.
 */
export function placeOf(doc: Y.Doc, { from, to }: Anchor): Place | 'elsewhere' | null {
  try {
    const [start, end] = [from, to].map((one) => Y.createAbsolutePositionFromRelativePosition(decode(one), doc))
    if (!start || !end || !isInText(doc, start.type) || !isInText(doc, end.type)) return null
    if (start.type !== end.type || !(start.type instanceof Y.XmlText)) return 'elsewhere'
    return { text: start.type, from: start.index, to: Math.max(start.index, end.index) }
  } catch {
    // Whatever the bytes are, they are no position.
    return null
  }
}

const isInText = (doc: Y.Doc, type: Y.AbstractType<unknown>): boolean => {
  const text = textOf(doc)
  for (let item = type._item; item !== null; item = (item.parent as Y.AbstractType<unknown>)._item) {
    if (item.deleted) return false
    if (item.parent === text) return true
  }
  return type === (text as Y.AbstractType<unknown>)
}

export const wordsAt = ({ text, from, to }: Place): string => plainOf(text).slice(from, to)

const plainOf = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : ' ')).join('')

/** The first place with these words. What is typed before and after it is not in it. */
export function findWords(doc: Y.Doc, words: string): Anchor | null {
  for (const text of runsOf(textOf(doc))) {
    const index = plainOf(text).indexOf(words)
    if (index < 0) continue
    return {
      from: encode(Y.createRelativePositionFromTypeIndex(text, index)),
      to: encode(Y.createRelativePositionFromTypeIndex(text, index + words.length, -1)),
    }
  }
  return null
}

const runsOf = (type: Y.XmlFragment): Y.XmlText[] =>
  type
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? runsOf(child) : []))

/** Puts other words in the place, with the marks of the first one. */
export function replaceWords({ text, from, to }: Place, words: string): void {
  const attributes = attributesAt(text, from)
  text.delete(from, to - from)
  if (words !== '') text.insert(from, words, attributes)
}

function attributesAt(text: Y.XmlText, index: number): Record<string, unknown> {
  let passed = 0
  for (const { insert, attributes = {} } of text.toDelta() as {
    insert: unknown
    attributes?: Record<string, unknown>
  }[]) {
    passed += typeof insert === 'string' ? insert.length : 1
    if (passed > index) return attributes
  }
  return {}
}
