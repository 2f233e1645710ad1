import { sql } from 'kysely'
import type { AgendaSource } from '../agenda-source.ts'

type Drifted = {
  id: string
  assetId: string
  assetType: string
  name: string
  attribute: string
  stated: string
  current: string | null
  severity: 'critical' | 'major' | 'minor'
  driftedAt: Date
  ownerId: string | null
  departmentId: string | null
}
/** The oldest among which the worst are chosen. */
const looked = 500

/** Statements in live texts that are no longer true: the worst and oldest first. */
export const driftedClaims: AgendaSource = async (db, workspaceId, at, { limit }) => {
  const { rows } = await sql<Drifted>`with oldest as materialized (
      select c.id, c.asset_id, c.asset_type, c.attribute_label, c.stated_value, c.current_value, c.severity, c.drifted_at from claim c
      where c.workspace_id = ${workspaceId} and c.state = 'drifted' and c.removed_at is null and c.suspended_at is null and c.drifted_at <= ${at}
      order by c.drifted_at, c.id limit ${looked})
    select o.id, o.asset_id, o.asset_type, a.name, o.attribute_label as attribute, o.stated_value as stated, o.current_value as current, o.severity, o.drifted_at,
      a.owner_id, a.department_id
    from oldest o join asset a on a.workspace_id = ${workspaceId} and a.id = o.asset_id and a.state = 'live'
    order by case o.severity when 'critical' then 0 when 'major' then 1 else 2 end, o.drifted_at, o.id limit ${limit}`.execute(
    db,
  )
  return rows.map((row) => ({
    key: `claim_drifted:${row.id}`,
    kind: 'claim_drifted',
    title: row.name,
    params: { attribute: row.attribute, stated: row.stated, current: row.current ?? '–' },
    severity: row.severity,
    since: row.driftedAt,
    amountCents: null,
    url: `/texts/${row.assetId}`,
    departmentIds: row.departmentId ? [row.departmentId] : [],
    ownerId: row.ownerId,
  }))
}
