import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { DocumentVersion, versionOrigins } from '#contract/document-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { factsOf, subjectsOf } from '../select-documents.ts'
import { contentOf, docOf } from '../shared/doc.ts'
import { loadParts } from '../shared/store.ts'
import { writeMarkdown } from '../text/markdown.ts'

export type Version = Static<typeof DocumentVersion>
type Wanted = { origin: (typeof versionOrigins)[number]; name?: string }

/**
 * Keeps the gathered text as a version. One that is kept by itself is left out when nobody has written since the last.
 * The caller holds the document's state.
 */
export async function keepVersion(
  tx: Tx,
  actor: Actor,
  at: Date,
  document: { id: string; title: string; parentId: string | null },
  { origin, name }: Wanted,
): Promise<Version | null> {
  const { workspaceId } = actor
  const { rows } = await sql<{ contributorIds: string[] }>`select contributor_ids from document_state
    where workspace_id = ${workspaceId} and document_id = ${document.id}`.execute(tx)
  const contributorIds = rows[0]!.contributorIds
  if (origin === 'automatic' && contributorIds.length === 0) return null
  const content = contentOf(docOf(await loadParts(tx, workspaceId, document.id)))
  const version: Version = {
    id: newId(),
    name: name ?? null,
    origin,
    contributorIds,
    createdBy: actor.id,
    createdAt: at.toISOString(),
  }
  await sql`insert into document_version (workspace_id, id, document_id, name, origin, content, markdown, contributor_ids,
      created_by, created_at)
    values (${workspaceId}, ${version.id}, ${document.id}, ${version.name}, ${origin}, ${JSON.stringify(content)}::jsonb,
      ${writeMarkdown(content)}, ${contributorIds}::uuid[], ${actor.id}, ${at})`.execute(tx)
  await sql`update document_state set contributor_ids = '{}'
    where workspace_id = ${workspaceId} and document_id = ${document.id}`.execute(tx)
  if (contributorIds.length > 0)
    await record(tx, actor, at, 'document.edited', { ...factsOf(document), contributorIds }, subjectsOf(document))
  return version
}
