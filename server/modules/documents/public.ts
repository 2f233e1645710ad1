export { createDocument } from './create-document.ts'
export { type DocumentKindRules, registerDocumentKind } from './kinds.ts'
export { lockDocument } from './lock-document.ts'
export { readMarkdown } from './read-markdown.ts'
