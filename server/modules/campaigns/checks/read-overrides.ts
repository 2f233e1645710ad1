import { sql } from 'kysely'
import type { CheckName, Override } from '#contract/campaign-checks.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { coveredDepartments, type Manager } from '../rules/signatures.ts'
import type { Row } from '../select-campaigns.ts'

type Signature = { checkName: CheckName; memberId: string; reason: string; signedAt: Date }

/** By check; only those that somebody has signed. */
export async function readOverrides(
  db: Db | Tx,
  workspaceId: string,
  campaign: Pick<Row, 'id' | 'departmentIds'>,
): Promise<Map<CheckName, Override>> {
  const signatures = await signaturesOf(db, workspaceId, campaign.id)
  if (signatures.length === 0) return new Map()
  const { departmentIds, managers } = await tableOf(db, workspaceId, campaign)
  const leads = new Map(managers.map((one) => [one.memberId, one.departmentIds]))
  return new Map(
    [...Map.groupBy(signatures, (one) => one.checkName)].map(([check, own]) => {
      const covered = coveredDepartments(departmentIds, managers, new Set(own.map((one) => one.memberId)))
      return [
        check,
        {
          check,
          inForce: covered.size === departmentIds.length,
          signatures: own.map(({ memberId, reason, signedAt }) => ({
            memberId,
            departmentIds: [...(leads.get(memberId) ?? [])],
            reason,
            signedAt: signedAt.toISOString(),
          })),
          missingDepartmentIds: departmentIds.filter((id) => !covered.has(id)),
        },
      ]
    }),
  )
}

export async function signaturesOf(db: Db | Tx, workspaceId: string, id: string): Promise<Signature[]> {
  const { rows } = await sql<Signature>`select check_name, member_id, reason, signed_at from campaign_override
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
