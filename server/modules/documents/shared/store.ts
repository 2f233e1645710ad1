import { sql } from 'kysely'
import * as Y from 'yjs'
import type { Db, Tx } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import type { Content } from '../text/content.ts'
import { writeMarkdown } from '../text/markdown.ts'
import { contentOf, docOf } from './doc.ts'
import { tellMentions } from './tell-mentions.ts'

/** A shared document that is larger than this is not added to any more, Yjs history included. */
export const mostBytes = 12 * 1024 * 1024
const mostSearched = 100_000
/** What a document is found by. */
export const searchOf = (title: string, markdown: string): string =>
  foldText(`${title} ${markdown.slice(0, mostSearched)}`)

/** Name of the channel on which processes tell each other of what was written. */
export const channel = 'tandem_documents'
export type Told = {
  /** Process that needs not listen, because it wrote itself; null for acts over HTTP. */
  from: string | null
  /** Document → ids of its updates; none: read it anew. */
  written?: Record<string, string[]>
  /** Document → presence, base64. */
  presence?: Record<string, string>
}
export const tell = (db: Db | Tx, told: Told) => sql`select pg_notify(${channel}, ${JSON.stringify(told)})`.execute(db)

/** State and updates in one look, so that gathering in between hides nothing. */
export async function loadParts(db: Db | Tx, workspaceId: string, documentId: string): Promise<Uint8Array[]> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select state as bytes from document_state where workspace_id = ${workspaceId} and document_id = ${documentId}
    union all
    select update from document_update where workspace_id = ${workspaceId} and document_id = ${documentId}`.execute(db)
  return rows.map(({ bytes }) => bytes)
}

export const insertState = (tx: Tx, workspaceId: string, documentId: string, state: Uint8Array) =>
  sql`insert into document_state (workspace_id, document_id, state)
    values (${workspaceId}, ${documentId}, ${Buffer.from(state)})`.execute(tx)

export type Gathered = {
  content: Content
  markdown: string
  /** Who has written since the last version. */
  contributorIds: string[]
  /** The last who wrote. */
  memberId: string
}
type Edit = { memberId: string; change: (doc: Y.Doc) => void }

/**
 * Puts the updates that have come into the state, and what people read out of it into the row: Markdown, search, mentions.
 * With an `edit`, makes it as well, as one more writer among those at work. Holds the document's state until the
 * transaction ends. Answers null when there was nothing to do. Throws 413 `document_too_large`.
 */
export async function gather(
  tx: Tx,
  workspaceId: string,
  documentId: string,
  at: Date,
  edit?: Edit,
): Promise<Gathered | null> {
  const { rows } = await sql<{ state: Buffer; toldMentions: string[]; contributorIds: string[]; title: string }>`
    select s.state, s.told_mentions, s.contributor_ids, d.title from document_state s
    join document d on d.workspace_id = ${workspaceId} and d.id = s.document_id
    where s.workspace_id = ${workspaceId} and s.document_id = ${documentId} for update of s`.execute(tx)
  const kept = rows[0]
  if (!kept) throw new Problem('not_found')
  const { rows: updates } = await sql<{ id: string; update: Buffer; memberId: string; at: Date }>`
    select id, update, member_id, at from document_update
    where workspace_id = ${workspaceId} and document_id = ${documentId} order by at, id`.execute(tx)
  if (updates.length === 0 && !edit) return null
  const doc = docOf([kept.state, ...updates.map(({ update }) => update)])
  edit?.change(doc)
  const state = Y.encodeStateAsUpdate(doc)
  if (edit && state.length > mostBytes) throw new Problem('document_too_large')
  const last = edit ? { memberId: edit.memberId, at } : updates.at(-1)!
  const content = contentOf(doc)
  const markdown = writeMarkdown(content)
  const writers = [...updates.map(({ memberId }) => memberId), ...(edit ? [edit.memberId] : [])]
  const contributorIds = [...new Set([...kept.contributorIds, ...writers])]
  const toldMentions = await tellMentions(
    tx,
    { workspaceId, documentId, title: kept.title },
    last,
    content,
    kept.toldMentions,
  )
  await sql`update document_state set state = ${Buffer.from(state)}, contributor_ids = ${contributorIds}::uuid[],
      told_mentions = ${toldMentions}::text[]
    where workspace_id = ${workspaceId} and document_id = ${documentId}`.execute(tx)
  await sql`delete from document_update where workspace_id = ${workspaceId} and document_id = ${documentId}
    and id = any(${updates.map(({ id }) => id)}::uuid[])`.execute(tx)
  await sql`update document set markdown = ${markdown}, updated_by = ${last.memberId}, updated_at = ${last.at},
      search = ${searchOf(kept.title, markdown)}
    where workspace_id = ${workspaceId} and id = ${documentId}`.execute(tx)
  if (edit) await tell(tx, { from: null, written: { [documentId]: [] } })
  return { content, markdown, contributorIds, memberId: last.memberId }
}

export type Written = { workspaceId: string; documentId: string; memberId: string; at: Date; update: Uint8Array }

/**
 * Keeps updates of one workspace and tells the other processes, in one statement. Answers in the same order whether each
 * was taken: a document that has been locked or deleted takes none.
 */
export async function writeUpdates(db: Db, processId: string, items: readonly Written[]): Promise<boolean[]> {
  const { workspaceId } = items[0]!
  const ids = items.map(() => newId())
  const column = <T>(read: (item: Written) => T) => items.map(read)
  const written: Record<string, string[]> = {}
  for (const [index, { documentId }] of items.entries()) (written[documentId] ??= []).push(ids[index]!)
  const { rows } = await sql<{ id: string }>`
    with given as materialized (
      select * from unnest(${ids}::uuid[], ${column((item) => item.documentId)}::uuid[],
        ${column((item) => Buffer.from(item.update))}::bytea[], ${column((item) => item.memberId)}::uuid[],
        ${column((item) => item.at.toISOString())}::timestamptz[]) as g (id, document_id, bytes, member_id, at)
    ), open as materialized (
      select d.id from document d where d.workspace_id = ${workspaceId} and d.id in (select document_id from given)
        and d.locked_at is null and d.deleted_at is null order by d.id for share
    ), written as (
      insert into document_update (workspace_id, document_id, id, update, member_id, at)
      select ${workspaceId}::uuid, g.document_id, g.id, g.bytes, g.member_id, g.at
      from given g where g.document_id in (select id from open) returning id
    ), told as materialized (
      select pg_notify(${channel}, ${JSON.stringify({ from: processId, written } satisfies Told)})
    )
    select w.id from written w cross join told`.execute(db)
  const taken = new Set(rows.map(({ id }) => id))
  return ids.map((id) => taken.has(id))
}
