import type { DocumentKind } from '#contract/documents.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'

/** What the module that a kind of document belongs to knows of it. */
export type DocumentKindRules = {
  /** Whether the member may write in the document of this parent; `documents.write` is checked besides. */
  canWrite(db: Db | Tx, actor: Actor, parentId: string): Promise<boolean>
  /** Name and address of parents that exist, by id. */
  describe(
    db: Db | Tx,
    workspaceId: string,
    parentIds: readonly string[],
  ): Promise<Map<string, { name: string; url: string }>>
}

const kinds = new Map<DocumentKind, DocumentKindRules>()

/** Called once at boot for each kind (`server/modules.ts`): documents know no other module. */
export const registerDocumentKind = (kind: DocumentKind, rules: DocumentKindRules) => void kinds.set(kind, rules)

type Belonging = { kind: DocumentKind; parentId: string | null }

/** Whether the actor may write in it by permission and by what it belongs to; whether it is locked is another matter. */
export async function mayWrite(db: Db | Tx, actor: Actor, { kind, parentId }: Belonging): Promise<boolean> {
  if (!actor.permissions.has('documents.write')) return false
  const rules = kinds.get(kind)
  return parentId === null || !rules || rules.canWrite(db, actor, parentId)
}

export async function describeParents(
  db: Db | Tx,
  workspaceId: string,
  rows: readonly Belonging[],
): Promise<(row: Belonging) => { name: string; url: string } | null> {
  const found = new Map<string, { name: string; url: string }>()
  for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) {
    const parentIds = [...new Set(own.flatMap(({ parentId }) => parentId ?? []))]
    const described = parentIds.length > 0 && (await kinds.get(kind)?.describe(db, workspaceId, parentIds))
    if (described) for (const [id, one] of described) found.set(`${kind} ${id}`, one)
  }
  return ({ kind, parentId }) => found.get(`${kind} ${parentId}`) ?? null
}
