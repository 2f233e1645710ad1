import Type, { type TSchema } from 'typebox'
import { defineEvents, Id, Nullable } from './kit.ts'

const documentEvent = <P extends Record<string, TSchema>>(more: P) =>
  Type.Object({ documentId: Id, title: Type.String(), ...more })
const comment = { commentId: Id, quote: Nullable(Type.String()) }

export const documentsEvents = defineEvents({
  'document.created': documentEvent({ kind: Type.String(), parentId: Nullable(Id) }),
  'document.renamed': documentEvent({ before: Type.String() }),
  /** People wrote in it; told once for each version that is kept by itself. */
  'document.edited': documentEvent({ contributorIds: Type.Array(Id) }),
  'document.locked': documentEvent({}),
  'document.deleted': documentEvent({}),
  'document.restored': documentEvent({}),
  'document.version_named': documentEvent({ versionId: Id, name: Type.String() }),
  'document.version_restored': documentEvent({ versionId: Id }),
  'document.comment_posted': documentEvent({ ...comment, mentionIds: Type.Array(Id) }),
  'document.comment_removed': documentEvent(comment),
  'document.comment_resolved': documentEvent(comment),
  'document.comment_reopened': documentEvent(comment),
  'document.suggestion_accepted': documentEvent({ ...comment, proposedText: Type.String() }),
  'document.suggestion_declined': documentEvent({ ...comment, proposedText: Type.String() }),
})
