import type { JSONContent } from '@tiptap/core'
import { isLinkable, schema } from './schema.ts'

export type Content = JSONContent

/** Only nodes, marks and attributes that a document can hold: a client may have written anything into the shared state. */
export function fitting(content: Content): Content {
  return { type: 'doc', content: blocksOf(content.content ?? []) }
}

const isKnown = (node: Content) => node.type !== undefined && node.type in schema.nodes && node.type !== 'doc'
const isInline = (node: Content) => schema.nodes[node.type!]!.isInline

/** Every run of inline nodes on the level of blocks becomes a paragraph. */
function blocksOf(nodes: readonly Content[]): Content[] {
  const blocks: Content[] = []
  let open: Content | null = null
  for (const node of nodes.flatMap(unwrapped)) {
    if (isInline(node)) {
      if (!open) blocks.push((open = { type: 'paragraph', content: [] }))
      open.content!.push(inlineOf(node))
    } else {
      open = null
      blocks.push(blockOf(node))
    }
  }
  return blocks
}

const unwrapped = (node: Content): Content[] => (isKnown(node) ? [node] : (node.content ?? []).flatMap(unwrapped))

function blockOf(node: Content): Content {
  const { inlineContent, isLeaf } = schema.nodes[node.type!]!
  const attrs = attrsOf(node)
  if (isLeaf) return { type: node.type!, ...attrs }
  const inside = node.content ?? []
  const children = inlineContent ? inside.flatMap(unwrapped).filter(isInline).map(inlineOf) : blocksOf(inside)
  return { type: node.type!, ...attrs, ...(children.length > 0 && { content: children }) }
}

function inlineOf(node: Content): Content {
  const marks = (node.marks ?? []).filter(
    (mark) => mark.type in schema.marks && (mark.type !== 'link' || isLinkable(String(mark.attrs?.href))),
  )
  return {
    type: node.type!,
    ...(node.type === 'text' && { text: String(node.text ?? '') }),
    ...attrsOf(node),
    ...(marks.length > 0 && { marks }),
  }
}

function attrsOf({ type, attrs = {} }: Content): { attrs?: Record<string, unknown> } {
  const known = Object.entries(attrs).filter(([name]) => name in (schema.nodes[type!]!.spec.attrs ?? {}))
  return known.length > 0 ? { attrs: Object.fromEntries(known) } : {}
}

export type MentionInText = { memberId: string; key: string }

/** Who is mentioned in the text; `key` tells one mention from the next. */
export function mentionsIn(content: Content): MentionInText[] {
  const own =
    content.type === 'mention' && typeof content.attrs?.id === 'string'
      ? [{ memberId: content.attrs.id, key: String(content.attrs.key ?? content.attrs.id).slice(0, 60) }]
      : []
  return [...own, ...(content.content ?? []).flatMap(mentionsIn)]
}
