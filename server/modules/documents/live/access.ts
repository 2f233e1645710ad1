import { sql } from 'kysely'
import type { DocumentKind } from '#contract/documents.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Db } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { mayWrite } from '../kinds.ts'
import type { Ticket } from './ticket.ts'

export type Access = { name: string; canWrite: boolean; clockOffsetDays: number }
type Row = {
  fullName: string
  permissions: Permission[]
  scopes: string[] | null
  clockOffsetDays: number
  kind: DocumentKind
  parentId: string | null
  lockedAt: Date | null
}

/** What the holder of a ticket may do now; null: nothing (signed out, removed, key revoked, document gone, no permission). */
export async function readAccess(db: Db, ticket: Omit<Ticket, 'expiresAt'>): Promise<Access | null> {
  const { workspaceId, documentId, memberId, sessionId, keyHash } = ticket
  const { rows } =
    await sql<Row>`select m.full_name, r.permissions, k.scopes, w.clock_offset_days, d.kind, d.parent_id, d.locked_at
    from member m
    join role r on r.workspace_id = ${workspaceId} and r.id = m.role_id
    join workspace w on w.id = m.workspace_id
    join document d on d.workspace_id = ${workspaceId} and d.id = ${documentId} and d.deleted_at is null
    left join api_key k on k.workspace_id = ${workspaceId} and k.key_hash = decode(${keyHash ?? ''}, 'hex') and k.member_id = m.id
      and k.revoked_at is null
    where m.workspace_id = ${workspaceId} and m.id = ${memberId} and m.removed_at is null
      and (${keyHash}::text is null or k.id is not null)
      and (${sessionId}::uuid is null or exists (select 1 from auth.session s where s.id = ${sessionId}::uuid))`.execute(
      db,
    )
  const row = rows[0]
  if (!row) return null
  const scopes = row.scopes && new Set(row.scopes)
  const permissions = new Set(row.permissions.filter((name) => !scopes || scopes.has(name)))
  if (!permissions.has('documents.read')) return null
  const actor: Actor = { kind: 'member', id: memberId, workspaceId, permissions }
  const canWrite = row.lockedAt === null && (await mayWrite(db, actor, row))
  return { name: row.fullName, canWrite, clockOffsetDays: row.clockOffsetDays }
}
