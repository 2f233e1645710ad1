import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export const versionOrigins = ['automatic', 'named', 'restoration', 'lock'] as const
export const commentStates = ['open', 'resolved', 'accepted', 'declined'] as const

const version = {
  id: Id,
  /** Null for those that are kept by themselves. */
  name: Nullable(Type.String()),
  origin: OneOf(versionOrigins),
  /** Who wrote since the version before. */
  contributorIds: Type.Array(Id),
  createdBy: Id,
  createdAt: Instant,
}
export const DocumentVersion = Type.Object(version)
export const DiffPart = Type.Object({ change: OneOf(['same', 'added', 'removed'] as const), text: Type.String() })
export type DiffPart = Static<typeof DiffPart>
export const ComparedVersion = Type.Object({
  ...version,
  markdown: Type.String(),
  /** The version it is compared with; null for the text as it is now. */
  comparedWith: Nullable(Id),
  /** From the version to what it is compared with, in lines. */
  diff: Type.Array(DiffPart),
})

/** A place in the text that moves along with it: Yjs relative positions, base64. */
export const Anchor = Type.Object({
  from: Type.String({ maxLength: 500, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  to: Type.String({ maxLength: 500, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
})
export type Anchor = Static<typeof Anchor>
const reply = {
  id: Id,
  body: Type.String(),
  authorId: Id,
  mentionIds: Type.Array(Id),
  createdAt: Instant,
}
export const Comment = Type.Object({
  ...reply,
  state: OneOf(commentStates),
  anchor: Nullable(Anchor),
  /** The words it was written about. */
  quote: Nullable(Type.String()),
  /** Of a suggestion: what is to stand in place of `quote`. Empty: nothing. */
  proposedText: Nullable(Type.String()),
  decidedBy: Nullable(Id),
  decidedAt: Nullable(Instant),
  replies: Type.Array(Type.Object(reply)),
})
export type Comment = Static<typeof Comment>

const OfVersion = Type.Object({ id: Id, versionId: Id })
const OfComment = Type.Object({ id: Id, commentId: Id })
const decide = { can: 'documents.write', params: OfComment, reply: Comment } as const

export const documentPartsRoutes = defineRoutes({
  'POST /documents/:id/tickets': {
    summary: 'A ticket for one connection to `/api/v1/collab`, the live document; good for a minute',
    can: 'documents.read',
    params: ById,
    reply: Type.Object({ ticket: Type.String(), expiresAt: Instant, canWrite: Type.Boolean() }),
    status: 201,
  },
  'GET /documents/:id/export': {
    summary: 'The document as a file',
    can: 'documents.read',
    params: ById,
    query: Type.Object({ format: OneOf(['markdown', 'pdf'] as const) }),
    produces: 'stream',
    status: 200,
  },
  'GET /documents/:id/versions': {
    summary: 'Versions of a document, newest first',
    can: 'documents.read',
    params: ById,
    query: pagingWith({}),
    reply: PageOf(DocumentVersion),
  },
  'POST /documents/:id/versions': {
    summary: 'Keep the text as it is now under a name',
    can: 'documents.write',
    params: ById,
    body: Type.Object({ name: Text(120) }),
    reply: DocumentVersion,
    status: 201,
  },
  'GET /documents/:id/versions/:versionId': {
    summary: 'A version and how it differs from another, or from the text as it is now',
    can: 'documents.read',
    params: OfVersion,
    query: Type.Object({ against: Type.Optional(Id) }),
    reply: ComparedVersion,
  },
  'POST /documents/:id/versions/:versionId/restoration': {
    summary: 'Make an old version the text; an edit like any other, so that nothing is lost',
    can: 'documents.write',
    params: OfVersion,
    reply: DocumentVersion,
    status: 201,
    problems: ['document_locked'],
  },
  'GET /documents/:id/comments': {
    summary: 'Comments and suggestions with their replies, oldest first',
    can: 'documents.read',
    params: ById,
    query: pagingWith({ state: Type.Optional(Type.Array(OneOf(commentStates), { maxItems: 4 })) }),
    reply: PageOf(Comment),
  },
  'POST /documents/:id/comments': {
    summary: 'Comment on words of the text, suggest others in their place, or reply',
    can: 'documents.write',
    params: ById,
    body: Type.Object({
      body: Type.Optional(Type.String({ maxLength: 4000 })),
      mentionIds: Type.Optional(Type.Array(Id, { maxItems: 50 })),
      replyTo: Type.Optional(Id),
      anchor: Type.Optional(Anchor),
      /** Without an anchor: the first place in the text with these words. */
      quote: Type.Optional(Text(2000)),
      proposedText: Type.Optional(Type.String({ maxLength: 4000 })),
    }),
    reply: Comment,
    status: 201,
    problems: ['document_locked', 'unprocessable'],
  },
  'DELETE /documents/:id/comments/:commentId': {
    summary: 'Take back a comment of one’s own',
    can: 'documents.write',
    params: OfComment,
  },
  'POST /documents/:id/comments/:commentId/resolution': {
    ...decide,
    summary: 'Settle a comment',
    problems: ['invalid_transition'],
  },
  'DELETE /documents/:id/comments/:commentId/resolution': {
    ...decide,
    summary: 'Open a settled comment again',
    problems: ['invalid_transition'],
  },
  'POST /documents/:id/comments/:commentId/acceptance': {
    ...decide,
    summary: 'Put a suggestion into the text',
    problems: ['document_locked', 'suggestion_already_decided', 'suggestion_out_of_place'],
  },
  'POST /documents/:id/comments/:commentId/rejection': {
    ...decide,
    summary: 'Decline a suggestion',
    problems: ['suggestion_already_decided'],
  },
})
