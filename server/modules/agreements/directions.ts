import { sql } from 'kysely'
import { type AgreementDirection, agreementDirections } from '#contract/agreement-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'

/** Directions in which marketing and sales have signed nothing that is in force on a local day. */
export async function unsignedDirections(db: Db | Tx, workspaceId: string, on: string): Promise<AgreementDirection[]> {
  const { rows } = await sql<{ direction: AgreementDirection }>`select a.direction from agreement a
    where a.workspace_id = ${workspaceId} and a.deleted_at is null and exists (select 1 from agreement_version v
      where v.workspace_id = ${workspaceId} and v.agreement_id = a.id and v.state = 'signed' and v.from_on <= ${on})`.execute(
    db,
  )
  const signed = new Set(rows.map(({ direction }) => direction))
  return agreementDirections.filter((direction) => !signed.has(direction))
}
