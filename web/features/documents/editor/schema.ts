import type { Extensions } from '@tiptap/core'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import Mention, { type MentionOptions } from '@tiptap/extension-mention'
import StarterKit from '@tiptap/starter-kit'

const isLinkable = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url)

const DocumentMention = Mention.extend({
  addAttributes() {
    return { ...this.parent?.(), key: { default: null, rendered: false } }
  },
})

/** The nodes and marks of a document, the same as on the server (`documents/text/schema.ts`): a test compares them. */
export const schemaExtensions = (suggestion?: MentionOptions['suggestion']): Extensions => [
  StarterKit.configure({
    undoRedo: false,
    // It would write into the text of whoever only opens it.
    trailingNode: false,
    heading: { levels: [1, 2, 3] },
    link: { openOnClick: false, autolink: true, isAllowedUri: isLinkable },
  }),
  TaskList,
  TaskItem.configure({ nested: true }),
  DocumentMention.configure(suggestion ? { suggestion } : {}),
]
