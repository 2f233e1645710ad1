import { Extension, type Extensions, getSchema } from '@tiptap/core'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import Mention from '@tiptap/extension-mention'
import StarterKit from '@tiptap/starter-kit'

const mentionText = /^\[@([^\]]*)\]\(member:([0-9a-f-]{36})\)/i
/** Addresses that a link in a document may lead to. */
export const isLinkable = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url)

/** In Markdown a mention is written as a link to a member, so that it survives being written back. */
const DocumentMention = Mention.extend({
  // Tells one mention of a person from the next; a copy of it is told once.
  addAttributes() {
    return { ...this.parent?.(), key: { default: null } }
  },
  renderMarkdown: ({ attrs }) => `[@${attrs?.label ?? ''}](member:${attrs?.id ?? ''})`,
  markdownTokenizer: {
    name: 'mention',
    level: 'inline',
    start: (text) => text.indexOf('[@'),
    tokenize: (text) => {
      const [raw, label, id] = mentionText.exec(text) ?? []
      return raw === undefined ? undefined : { type: 'mention', raw, attributes: { id, label } }
    },
  },
  parseMarkdown: ({ attributes }) => ({ type: 'mention', attrs: attributes }),
})

/** The editor has no tables: one that is brought in stays readable, and whole. */
const TableAsText = Extension.create({
  name: 'tableAsText',
  markdownTokenName: 'table',
  parseMarkdown: (token) => ({ type: 'codeBlock', content: [{ type: 'text', text: (token.raw ?? '').trimEnd() }] }),
})

/** The same nodes and marks as in the browser (`web/features/documents/editor/schema.ts`): a test compares them. */
export const extensions: Extensions = [
  StarterKit.configure({
    undoRedo: false,
    // It would write into the text of whoever only opens it.
    trailingNode: false,
    heading: { levels: [1, 2, 3] },
    link: { isAllowedUri: isLinkable },
  }),
  TaskList,
  TaskItem.configure({ nested: true }),
  DocumentMention,
  TableAsText,
]
export const schema = getSchema(extensions)
