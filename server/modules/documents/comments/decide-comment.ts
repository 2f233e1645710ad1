import { sql } from 'kysely'
import type { Comment } from '#contract/document-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { mayWrite } from '../kinds.ts'
import { type Row as DocumentRow, factsOf, lockForWriting, requireDocument, subjectsOf } from '../select-documents.ts'
import { docOf } from '../shared/doc.ts'
import { gather, loadParts } from '../shared/store.ts'
import { placeOf, replaceWords, wordsAt } from './anchors.ts'
import { type Row, requireThread, toComment } from './select-comments.ts'

export const resolveComment = (ctx: Ctx, documentId: string, id: string): Promise<Comment> =>
  change(ctx, documentId, id, async (tx, document, comment) => {
    if (comment.proposedText !== null) throw new Problem('invalid_transition')
    if (comment.state === 'resolved') return
    await decide(ctx, tx, comment, 'resolved')
    await tell(ctx, tx, 'document.comment_resolved', document, comment)
  })

export const reopenComment = (ctx: Ctx, documentId: string, id: string): Promise<Comment> =>
  change(ctx, documentId, id, async (tx, document, comment) => {
    if (comment.proposedText !== null) throw new Problem('invalid_transition')
    if (comment.state === 'open') return
    await sql`update document_comment set state = 'open', decided_by = null, decided_at = null
      where workspace_id = ${ctx.actor.workspaceId} and id = ${comment.id}`.execute(tx)
    await tell(ctx, tx, 'document.comment_reopened', document, comment)
  })

/** Puts what is suggested into the text. Throws 409 when its words have been changed meanwhile, or it has been decided. */
export const acceptSuggestion = (ctx: Ctx, documentId: string, id: string): Promise<Comment> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const document = await lockForWriting(tx, actor, documentId)
    const comment = await requireThread(tx, workspaceId, documentId, id)
    const proposedText = openSuggestion(comment)
    const anchor = { from: comment.anchorFrom!, to: comment.anchorTo! }
    const now = placeOf(docOf(await loadParts(tx, workspaceId, documentId)), anchor)
    if (!now || now === 'elsewhere' || wordsAt(now) !== comment.quote) throw new Problem('suggestion_out_of_place')
    await gather(tx, workspaceId, documentId, at, {
      memberId: actor.id,
      change: (doc) => {
        const place = placeOf(doc, anchor)
        if (place && place !== 'elsewhere') doc.transact(() => replaceWords(place, proposedText))
      },
    })
    await decide(ctx, tx, comment, 'accepted')
    const data = { ...factsOf(document), commentId: id, quote: comment.quote, proposedText }
    await record(tx, actor, at, 'document.suggestion_accepted', data, subjectsOf(document))
    return toComment(await requireThread(tx, workspaceId, documentId, id))
  })

export const declineSuggestion = (ctx: Ctx, documentId: string, id: string): Promise<Comment> =>
  change(ctx, documentId, id, async (tx, document, comment) => {
    const proposedText = openSuggestion(comment)
    await decide(ctx, tx, comment, 'declined')
    const data = { ...factsOf(document), commentId: id, quote: comment.quote, proposedText }
    await record(tx, ctx.actor, ctx.clock.now(), 'document.suggestion_declined', data, subjectsOf(document))
  })

/** Authors take back what they wrote; with the first of a thread goes the thread. */
export const removeComment = (ctx: Ctx, documentId: string, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const document = await requireDocument(tx, workspaceId, documentId)
    const { rows } = await sql<{ authorId: string; quote: string | null }>`select author_id, quote from document_comment
      where workspace_id = ${workspaceId} and document_id = ${documentId} and id = ${id} and removed_at is null for update`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].authorId !== actor.id) throw new Problem('forbidden')
    await sql`update document_comment set removed_at = ${at} where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    )
    const data = { ...factsOf(document), commentId: id, quote: rows[0].quote }
    await record(tx, actor, at, 'document.comment_removed', data, subjectsOf(document))
  })

/** Comments are settled in closed documents as well; only their text stays as it is. */
const change = (
  ctx: Ctx,
  documentId: string,
  id: string,
  work: (tx: Tx, document: DocumentRow, comment: Row) => Promise<void>,
): Promise<Comment> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const document = await requireDocument(tx, workspaceId, documentId)
    if (!(await mayWrite(tx, actor, document))) throw new Problem('forbidden')
    await sql`select 1 from document_comment where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
    await work(tx, document, await requireThread(tx, workspaceId, documentId, id))
    return toComment(await requireThread(tx, workspaceId, documentId, id))
  })

function openSuggestion({ state, proposedText }: Row): string {
  if (proposedText === null) throw new Problem('invalid_transition')
  if (state !== 'open') throw new Problem('suggestion_already_decided')
  return proposedText
}

const decide = (ctx: Ctx, tx: Tx, { id }: Row, state: Comment['state']) =>
  sql`update document_comment set state = ${state}, decided_by = ${ctx.actor.id}, decided_at = ${ctx.clock.now()}
    where workspace_id = ${ctx.actor.workspaceId} and id = ${id}`.execute(tx)

const tell = (
  ctx: Ctx,
  tx: Tx,
  name: 'document.comment_resolved' | 'document.comment_reopened',
  document: DocumentRow,
  { id, quote }: Row,
) => record(tx, ctx.actor, ctx.clock.now(), name, { ...factsOf(document), commentId: id, quote }, subjectsOf(document))
