import { sql } from 'kysely'
import type { Anchor, Comment, documentPartsRoutes } from '#contract/document-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { type Row as DocumentRow, factsOf, lockForWriting, subjectsOf } from '../select-documents.ts'
import { docOf } from '../shared/doc.ts'
import { loadParts } from '../shared/store.ts'
import { findWords, placeOf, wordsAt } from './anchors.ts'
import { requireThread, toComment } from './select-comments.ts'

type Given = Parameters<Handlers<typeof documentPartsRoutes>['POST /documents/:id/comments']>[1]['body']

/** Writes a comment, a suggestion or a reply and tells whoever is mentioned. Answers the whole thread. */
export const postComment = (ctx: Ctx, documentId: string, given: Given): Promise<Comment> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const document = await lockForWriting(tx, actor, documentId)
    const thread = given.replyTo ? await requireThread(tx, workspaceId, documentId, given.replyTo) : null
    const body = (given.body ?? '').trim()
    const proposedText = given.proposedText?.replace(/\s*[\r\n]+\s*/g, ' ') ?? null
    if (body === '' && (proposedText === null || thread)) throw refused('/body', 'required')
    if (thread && (given.anchor || given.quote || proposedText !== null))
      throw refused('/replyTo', 'reply_has_no_place')
    const { anchor, quote } = thread ? nowhere : await whereOf(tx, workspaceId, documentId, given)
    if (proposedText !== null && proposedText === quote) throw refused('/proposedText', 'same_text')
    const mentionIds = [...new Set(given.mentionIds ?? [])]
    const members = await membersById(tx, workspaceId, [...mentionIds, actor.id])
    const unknown = mentionIds.findIndex((id) => !members.get(id)?.isActive)
    if (unknown >= 0) throw refused(`/mentionIds/${unknown}`, 'unknown_member')
    const id = newId()
    await sql`insert into document_comment (workspace_id, id, document_id, thread_id, author_id, body, mention_ids, anchor_from,
        anchor_to, quote, proposed_text, state, created_at)
      values (${workspaceId}, ${id}, ${documentId}, ${thread?.id ?? null}, ${actor.id}, ${body}, ${mentionIds}::uuid[],
        ${anchor?.from ?? null}, ${anchor?.to ?? null}, ${quote}, ${proposedText}, 'open', ${at})`.execute(tx)
    const data = { ...factsOf(document), commentId: id, quote: quote ?? thread?.quote ?? null, mentionIds }
    await record(tx, actor, at, 'document.comment_posted', data, subjectsOf(document))
    await tellOthers(tx, at, workspaceId, document, {
      id,
      author: { id: actor.id, name: members.get(actor.id)?.fullName ?? '' },
      mentionIds,
      threadAuthorId: thread?.authorId ?? null,
    })
    return toComment(await requireThread(tx, workspaceId, documentId, thread?.id ?? id))
  })

const nowhere: { anchor: Anchor | null; quote: string | null } = { anchor: null, quote: null }

/** The place that is meant and its words. A suggestion needs one within a single run of text. */
async function whereOf(tx: Tx, workspaceId: string, documentId: string, given: Given): Promise<typeof nowhere> {
  const isSuggestion = given.proposedText !== undefined
  if (!given.anchor && given.quote === undefined) {
    if (isSuggestion) throw refused('/anchor', 'required')
    return nowhere
  }
  const doc = docOf(await loadParts(tx, workspaceId, documentId))
  const anchor = given.anchor ?? findWords(doc, given.quote!)
  if (!anchor) throw refused('/quote', 'words_not_found')
  const place = placeOf(doc, anchor)
  if (!place) throw refused('/anchor', 'place_unknown')
  if (place === 'elsewhere') {
    if (isSuggestion) throw refused('/anchor', 'place_too_wide')
    return { anchor, quote: given.quote ?? null }
  }
  const words = wordsAt(place)
  if (isSuggestion && words === '') throw refused('/anchor', 'place_unknown')
  return { anchor, quote: words.slice(0, 2000) }
}

const refused = (pointer: string, rule: string) => new Problem('unprocessable', {}, [{ pointer, rule }])

type Posted = {
  id: string
  author: { id: string; name: string }
  mentionIds: readonly string[]
  threadAuthorId: string | null
}

/** Those mentioned, and whoever began the thread; nobody twice, and not the author. */
async function tellOthers(
  tx: Tx,
  at: Date,
  workspaceId: string,
  document: DocumentRow,
  { id, author, mentionIds, threadAuthorId }: Posted,
) {
  const mentioned = mentionIds.filter((memberId) => memberId !== author.id)
  const answered =
    threadAuthorId !== null && threadAuthorId !== author.id && !mentioned.includes(threadAuthorId)
      ? [threadAuthorId]
      : []
  const common = {
    params: { author: author.name, document: document.title },
    link: `/documents/${document.id}?comments=open`,
    dedupeKey: `document_comment:${id}`,
  }
  await notify(tx, at, workspaceId, [
    { ...common, memberIds: mentioned, kind: 'document_comment_mention', mail: true },
    { ...common, memberIds: answered, kind: 'document_comment_reply' },
  ])
}
