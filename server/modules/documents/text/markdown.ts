import { MarkdownManager } from '@tiptap/markdown'
import { type Content, fitting } from './content.ts'
import { extensions } from './schema.ts'

const manager = new MarkdownManager({ extensions })

/** CommonMark with task lists to the tree of a document. Markup in it stays text; tables become preformatted text. */
export const parseMarkdown = (markdown: string): Content => fitting(manager.parse(markdown.replace(/\r\n?/g, '\n')))

/** A tree to Markdown; mentions as `[@Name](member:id)`, so that they survive being written back. */
export const writeMarkdown = (content: Content): string => manager.serialize(content).trimEnd()

/** Markdown as people read it in mails and files: mentions by name. */
export const forReaders = (markdown: string): string => markdown.replace(/\[(@[^\]]*)\]\(member:[0-9a-f-]*\)/g, '$1')
