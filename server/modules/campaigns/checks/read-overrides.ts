import { sql } from 'kysely'
import type { CheckName, Override } from '#contract/campaign-checks.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { coveredDepartments, type Found, type Manager, standsFor } from '../rules/signatures.ts'
import type { Row } from '../select-campaigns.ts'

type Signature = { checkName: CheckName; memberId: string; reason: string; signedAt: Date; signedFor: Found | null }
/** Every signature of a campaign, and whose are needed. */
export type Signed = Awaited<ReturnType<typeof readSigned>>

export async function readSigned(db: Db | Tx, workspaceId: string, campaign: Pick<Row, 'id' | 'departmentIds'>) {
  const signatures = await signaturesOf(db, workspaceId, campaign.id)
  if (signatures.length === 0) return { signatures, departmentIds: [], managers: [] }
  return { signatures, ...(await tableOf(db, workspaceId, campaign)) }
}

/** How far a check is set aside as it stands: only signatures that were given for what is found count. Null: none was given. */
export function overrideOf(
  { signatures, departmentIds, managers }: Signed,
  check: CheckName,
  found: Found,
): Override | null {
  const own = signatures.filter((one) => one.checkName === check)
  if (own.length === 0) return null
  const standing = own.filter((one) => standsFor(one.signedFor, found)).map((one) => one.memberId)
  const covered = coveredDepartments(departmentIds, managers, new Set(standing))
  return {
    check,
    inForce: covered.size === departmentIds.length,
    signatures: own.map(({ memberId, reason, signedAt }) => ({
      memberId,
      departmentIds: [...(managers.find((one) => one.memberId === memberId)?.departmentIds ?? [])],
      reason,
      signedAt: signedAt.toISOString(),
      stands: standing.includes(memberId),
    })),
    missingDepartmentIds: departmentIds.filter((id) => !covered.has(id)),
  }
}

async function signaturesOf(db: Db | Tx, workspaceId: string, id: string): Promise<Signature[]> {
  const { rows } =
    await sql<Signature>`select check_name, member_id, reason, signed_at, signed_for from campaign_override
    where workspace_id = ${workspaceId} and campaign_id = ${id} order by signed_at, member_id`.execute(db)
  return rows
}

/**
 * Whose managers must agree: marketing, sales and every other department of the campaign. Customer service sits inside
 * sales, whose manager speaks for it.
 */
export async function tableOf(db: Db | Tx, workspaceId: string, campaign: Pick<Row, 'departmentIds'>) {
  const { rows } = await sql<{ id: string; managerIds: string[] }>`select d.id,
      array(select md.member_id from member_department md join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
        where md.workspace_id = ${workspaceId} and md.department_id = d.id and md.is_manager and m.removed_at is null order by m.id) as manager_ids
    from department d
    where d.workspace_id = ${workspaceId} and d.deleted_at is null and d.key <> 'service'
      and (d.key in ('marketing', 'sales') or d.id = any(${campaign.departmentIds}::uuid[]))
    order by d.created_at, d.id`.execute(db)
  const departmentIds = rows.map((row) => row.id)
  const members = new Set(rows.flatMap((row) => row.managerIds))
  const managers: Manager[] = [...members].map((memberId) => ({
    memberId,
    departmentIds: rows.filter((row) => row.managerIds.includes(memberId)).map((row) => row.id),
  }))
  return { departmentIds, managers }
}
