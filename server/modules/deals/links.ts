import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'

type Links = {
  contactId?: string | null
  companyId?: string | null
  ownerId?: string | null
  handoverId?: string | null
}

/** Throws 422 naming each id that does not exist (or no longer) in the workspace. */
export async function requireLinks(
  tx: Tx,
  workspaceId: string,
  { contactId, companyId, ownerId, handoverId }: Links,
): Promise<void> {
  const { rows } = await sql<Record<keyof Links, boolean>>`select
    exists (select 1 from contact where workspace_id = ${workspaceId} and subject_id = ${contactId ?? null}::uuid and deleted_at is null) as contact_id,
    exists (select 1 from company where workspace_id = ${workspaceId} and id = ${companyId ?? null}::uuid and deleted_at is null) as company_id,
    exists (select 1 from member where workspace_id = ${workspaceId} and id = ${ownerId ?? null}::uuid and removed_at is null) as owner_id,
    exists (select 1 from handover where workspace_id = ${workspaceId} and id = ${handoverId ?? null}::uuid) as handover_id`.execute(
    tx,
  )
  const found = rows[0]!
  const errors: FieldError[] = Object.entries({ contactId, companyId, ownerId, handoverId })
    .filter(([name, id]) => id && !found[name as keyof Links])
    .map(([name]) => ({ pointer: `/${name}`, rule: 'unknown_record' }))
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}
