import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import type { About } from './task-facts.ts'

type Given = {
  contactId?: string | null
  companyId?: string | null
  dealId?: string | null
  assigneeId?: string | null
  departmentId?: string | null
}
type Found = { contactCompanyId: string | null; dealSubjectId: string | null; dealCompanyId: string | null } & Record<
  Exists,
  boolean
>
type Exists = 'hasContact' | 'hasCompany' | 'hasDeal' | 'hasAssignee' | 'hasDepartment'

/**
 * What a task or an activity is about, completed: a deal brings its contact and company, a contact its company.
 * Throws 422 naming each id that does not exist (any more) in the workspace.
 */
export async function resolveAbout(tx: Tx, workspaceId: string, given: Given): Promise<About> {
  const { contactId = null, companyId = null, dealId = null, assigneeId = null, departmentId = null } = given
  const { rows } =
    await sql<Found>`select c.company_id as contact_company_id, d.subject_id as deal_subject_id, d.company_id as deal_company_id,
      c.subject_id is not null as has_contact, o.id is not null as has_company, d.id is not null as has_deal,
      m.id is not null as has_assignee, t.id is not null as has_department
    from (values (${contactId}::uuid, ${companyId}::uuid, ${dealId}::uuid, ${assigneeId}::uuid, ${departmentId}::uuid))
      as given(contact_id, company_id, deal_id, assignee_id, department_id)
    left join deal d on d.workspace_id = ${workspaceId} and d.id = given.deal_id and d.deleted_at is null
    left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = coalesce(given.contact_id, d.subject_id) and c.deleted_at is null
    left join company o on o.workspace_id = ${workspaceId} and o.id = given.company_id and o.deleted_at is null
    left join member m on m.workspace_id = ${workspaceId} and m.id = given.assignee_id and m.removed_at is null
    left join department t on t.workspace_id = ${workspaceId} and t.id = given.department_id and t.deleted_at is null`.execute(
      tx,
    )
  const found = rows[0]!
  const checks = [
    ['/contactId', contactId, found.hasContact],
    ['/companyId', companyId, found.hasCompany],
    ['/dealId', dealId, found.hasDeal],
    ['/assigneeId', assigneeId, found.hasAssignee],
    ['/departmentId', departmentId, found.hasDepartment],
  ] as const
  const errors: FieldError[] = checks
    .filter(([, id, exists]) => id && !exists)
    .map(([pointer]) => ({ pointer, rule: 'unknown_record' }))
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  return {
    subjectId: contactId ?? found.dealSubjectId,
    companyId: companyId ?? found.dealCompanyId ?? found.contactCompanyId,
    dealId,
  }
}
