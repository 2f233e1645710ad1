import { type RawBuilder, sql } from 'kysely'
import type { AgreementDirection, AgreementVersion, agreementVersionStates } from '#contract/agreement-parts.ts'
import type { Agreement } from '#contract/agreements.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { changesBetween, type Terms } from './terms.ts'

export type Row = {
  id: string
  direction: AgreementDirection
  name: string
  marketingOwnerId: string | null
  salesOwnerId: string | null
  inForceNumber: number | null
  measuredTo: string | null
  behindSince: Date | null
  createdAt: Date
  updatedAt: Date
  version: number
}
export type VersionRow = {
  agreementId: string
  number: number
  state: (typeof agreementVersionStates)[number]
  terms: Terms
  note: string | null
  fromOn: string
  createdBy: string
  createdAt: Date
  proposedAt: Date | null
  signedAt: Date | null
  /** Of the signed version before it. */
  before: Terms | null
  signatures: { departmentId: string; departmentName: string; memberId: string; signedAt: string }[]
}
export type Party = { id: string; key: 'marketing' | 'sales'; name: string }

/** Agreements as they stand; the caller adds its own `where`, order and limit, on `a`. */
export const selectAgreements = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<Row>`select a.id, a.direction, a.name, a.marketing_owner_id, a.sales_owner_id, a.in_force_number, a.measured_to, a.behind_since,
    a.created_at, a.updated_at, a.version from agreement a where a.workspace_id = ${workspaceId} and ${where}`

export const selectVersions = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<VersionRow>`select v.agreement_id, v.number, v.state, v.terms, v.note, v.from_on, v.created_by, v.created_at, v.proposed_at, v.signed_at,
    (select b.terms from agreement_version b where b.workspace_id = ${workspaceId} and b.agreement_id = v.agreement_id
      and b.state = 'signed' and b.number < v.number order by b.number desc limit 1) as before,
    coalesce((select jsonb_agg(jsonb_build_object('departmentId', s.department_id, 'departmentName', d.name, 'memberId', s.member_id,
        'signedAt', s.signed_at) order by s.signed_at, d.key)
      from agreement_signature s join department d on d.workspace_id = s.workspace_id and d.id = s.department_id
      where s.workspace_id = ${workspaceId} and s.agreement_id = v.agreement_id and s.number = v.number), '[]'::jsonb) as signatures
  from agreement_version v where v.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on an agreement that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await selectAgreements(workspaceId, sql`a.id = ${id} and a.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends: two signatures at once follow one another. */
export async function lockAgreement(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await sql`select 1 from agreement
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, workspaceId, id)
}

export async function openVersion(db: Db | Tx, workspaceId: string, agreementId: string): Promise<VersionRow | null> {
  const { rows } = await selectVersions(
    workspaceId,
    sql`v.agreement_id = ${agreementId} and v.state in ('draft', 'proposed')`,
  ).execute(db)
  return rows[0] ?? null
}

/** The two departments between which every agreement is. */
export async function partiesOf(db: Db | Tx, workspaceId: string): Promise<Party[]> {
  const { rows } = await sql<Party>`select id, key, name from department
    where workspace_id = ${workspaceId} and key in ('marketing', 'sales') and deleted_at is null order by key`.execute(
    db,
  )
  return rows
}

export async function readAgreement(db: Db | Tx, workspaceId: string, id: string): Promise<Agreement> {
  const [agreement] = await present(db, workspaceId, [await readRow(db, workspaceId, id)])
  return agreement!
}

/** A constant number of statements for any number of rows. */
export async function present(db: Db | Tx, workspaceId: string, rows: readonly Row[]): Promise<Agreement[]> {
  const ids = rows.map((row) => row.id)
  const { rows: versions } = await selectVersions(
    workspaceId,
    sql`v.agreement_id = any(${ids}::uuid[]) and (v.state in ('draft', 'proposed') or v.state = 'signed' and v.number >= coalesce(
      (select a.in_force_number from agreement a where a.workspace_id = ${workspaceId} and a.id = v.agreement_id), 0))
      order by v.number`,
  ).execute(db)
  const parties = await partiesOf(db, workspaceId)
  return rows.map((row) => {
    const own = versions.filter((version) => version.agreementId === row.id)
    const shown = (found: VersionRow | undefined) => (found ? toVersion(found, parties) : null)
    const { inForceNumber, measuredTo: _, behindSince, createdAt, updatedAt, ...facts } = row
    return {
      ...facts,
      inForce: shown(own.find((version) => version.number === inForceNumber)),
      upcoming: shown(own.findLast((version) => version.state === 'signed' && version.number > (inForceNumber ?? 0))),
      open: shown(own.find((version) => version.state === 'draft' || version.state === 'proposed')),
      behindSince: behindSince?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    }
  })
}

export function toVersion(row: VersionRow, parties: readonly Party[]): AgreementVersion {
  const signed = new Set(row.signatures.map((one) => one.departmentId))
  return {
    number: row.number,
    state: row.state,
    marketing: row.terms.marketing,
    sales: row.terms.sales,
    note: row.note,
    from: row.fromOn,
    signatures: row.signatures.map((one) => ({ ...one, signedAt: new Date(one.signedAt).toISOString() })),
    missingDepartmentIds: row.state === 'signed' ? [] : parties.filter(({ id }) => !signed.has(id)).map(({ id }) => id),
    changes: changesBetween(row.before, row.terms),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    proposedAt: row.proposedAt?.toISOString() ?? null,
    signedAt: row.signedAt?.toISOString() ?? null,
  }
}

/** What the ledger keeps of an agreement in every event. */
export const factsOf = ({ id, direction, name }: Pick<Row, 'id' | 'direction' | 'name'>) => ({
  agreementId: id,
  direction,
  name,
})

/** Moves the record's version on, so that who has it open sees the change. */
export const touch = (tx: Tx, workspaceId: string, id: string, at: Date) =>
  sql`update agreement set updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
