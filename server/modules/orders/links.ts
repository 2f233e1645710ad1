import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'

type Links = {
  contactId?: string | null | undefined
  companyId?: string | null | undefined
  dealId?: string | null | undefined
  campaignId?: string | null | undefined
}

/** Throws 422 naming each id that does not exist (or no longer) in the workspace. */
export async function requireLinks(tx: Tx, workspaceId: string, links: Links): Promise<void> {
  const { contactId, companyId, dealId, campaignId } = links
  if (!contactId && !companyId && !dealId && !campaignId) return
  const { rows } = await sql<Record<string, boolean>>`select
    exists (select 1 from contact where workspace_id = ${workspaceId} and subject_id = ${contactId ?? null}::uuid and deleted_at is null) as contact_id,
    exists (select 1 from company where workspace_id = ${workspaceId} and id = ${companyId ?? null}::uuid and deleted_at is null) as company_id,
    exists (select 1 from deal where workspace_id = ${workspaceId} and id = ${dealId ?? null}::uuid and deleted_at is null) as deal_id,
    ${campaignId ? sql`exists (select 1 from campaign where workspace_id = ${workspaceId} and id = ${campaignId}::uuid)` : sql`false`} as campaign_id`.execute(
    tx,
  )
  const found = rows[0]!
  refuse(
    Object.entries({ contactId, companyId, dealId, campaignId })
      .filter(([name, id]) => id && !found[name])
      .map(([name]) => ({ pointer: `/${name}`, rule: 'unknown_record' })),
  )
}

/**
 * The campaign of the link that an order came by. Throws 422 for a code that no link has, one of today or of the past, and for
 * one of another campaign than the given.
 */
export async function campaignOfLink(
  tx: Tx,
  workspaceId: string,
  { linkCode, campaignId }: { linkCode: string; campaignId?: string | null | undefined },
): Promise<string> {
  const { rows } = await sql<{ campaignId: string }>`select campaign_id from tracked_link
    where workspace_id = ${workspaceId} and code = ${linkCode}`.execute(tx)
  const found = rows[0]?.campaignId
  if (!found) throw new Problem('unprocessable', {}, [{ pointer: '/linkCode', rule: 'unknown_record' }])
  if (campaignId && campaignId !== found)
    throw new Problem('unprocessable', {}, [{ pointer: '/linkCode', rule: 'link_of_other_campaign' }])
  return found
}

/** Throws 422 naming each line whose product or claim does not exist in the workspace. */
export async function requireInLines(
  tx: Tx,
  workspaceId: string,
  table: 'product' | 'claim',
  ids: readonly (string | null | undefined)[],
): Promise<void> {
  const asked = ids.flatMap((id) => id ?? [])
  if (asked.length === 0) return
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}
    where workspace_id = ${workspaceId} and id = any (${asked}::uuid[])`.execute(tx)
  const found = new Set(rows.map(({ id }) => id))
  refuse(
    ids.flatMap((id, index) =>
      id && !found.has(id) ? [{ pointer: `/lines/${index}/${table}Id`, rule: 'unknown_record' }] : [],
    ),
  )
}

function refuse(errors: readonly FieldError[]) {
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors.slice(0, 20))
}
