import Type, { type Static } from 'typebox'
import { documentPartsRoutes } from './document-parts.ts'
import { ById, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export { documentsEvents } from './document-events.ts'

export const documentKinds = ['note', 'minutes', 'brief', 'information'] as const
export type DocumentKind = (typeof documentKinds)[number]
export const documentSorts = ['updatedAt', 'title', 'createdAt'] as const
/** Characters of Markdown that a document may be given at once. */
export const mostMarkdown = 500_000

const Kind = OneOf(documentKinds)
const summary = {
  id: Id,
  kind: Kind,
  /** What it belongs to (a meeting, a campaign, an item of information); null for a note. */
  parentId: Nullable(Id),
  parent: Nullable(Type.Object({ name: Type.String(), url: Type.String() })),
  title: Type.String(),
  /** The first words. */
  excerpt: Type.String(),
  /** Closed: nobody writes in it any more. */
  isLocked: Type.Boolean(),
  openComments: Type.Integer(),
  createdBy: Id,
  createdAt: Instant,
  updatedBy: Id,
  updatedAt: Instant,
  version: Type.Integer(),
}
export const DocumentRow = Type.Object(summary)
export const Document = Type.Object({
  ...summary,
  /** The whole text as Markdown. */
  markdown: Type.String(),
  /** Whether the reader may write in it. */
  canWrite: Type.Boolean(),
})
export type Document = Static<typeof Document>

const Markdown = Type.String({ maxLength: mostMarkdown })
const one = { can: 'documents.write', params: ById, reply: Document, versioned: true } as const

export const documentsRoutes = defineRoutes({
  'GET /documents': {
    summary: 'Documents that people write together, by filters, sorted and paged',
    can: 'documents.read',
    query: pagingWith({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      kind: Type.Optional(Type.Array(Kind, { maxItems: 4 })),
      parentId: Type.Optional(Id),
      sort: Type.Optional(OneOf([...documentSorts, ...documentSorts.map((sort) => `-${sort}` as const)])),
    }),
    reply: PageOf(DocumentRow),
  },
  'POST /documents': {
    summary: 'Begin a document; the one of its kind and parent if there is one already',
    can: 'documents.write',
    body: Type.Object({
      kind: Type.Optional(Kind),
      parentId: Type.Optional(Nullable(Id)),
      title: Type.Optional(Text(200)),
      markdown: Type.Optional(Markdown),
    }),
    reply: Document,
    status: 201,
    versioned: true,
    problems: ['not_found', 'unprocessable'],
  },
  'GET /documents/:id': {
    summary: 'A document with its text',
    can: 'documents.read',
    params: ById,
    reply: Document,
    versioned: true,
  },
  'PATCH /documents/:id': {
    ...one,
    summary: 'Rename a document',
    body: Type.Object({ title: Type.Optional(Text(200)) }),
    problems: ['document_locked', 'precondition_failed'],
  },
  'PUT /documents/:id/text': {
    ...one,
    summary: 'Write the text anew; what has not changed stays as it is, comments included',
    body: Type.Object({ markdown: Markdown }),
    problems: ['document_locked', 'document_too_large'],
  },
  'DELETE /documents/:id': {
    summary: 'Delete a document',
    can: 'documents.write',
    params: ById,
    problems: ['document_locked', 'precondition_failed'],
  },
  'POST /documents/:id/restoration': { ...one, summary: 'Bring a deleted document back', problems: ['conflict'] },
  ...documentPartsRoutes,
})
