import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

/** Rows that belong to a person, by table. A merge moves them whole and remembers which; its reversal moves exactly those back. */
export const childTables = [
  'consent',
  'form_submission',
  'handover',
  'lifecycle_transition',
  'activity',
  'task',
  'deal',
  'sales_order',
  'order_return',
] as const
export type ChildTable = (typeof childTables)[number]
export type Moved = {
  identities: { kind: string; value: string }[]
  rows: Partial<Record<ChildTable, string[]>>
  /** Open on both sides: only one may stay open, so the other one was closed. */
  closedHandovers: string[]
}

export async function moveChildren(tx: Tx, workspaceId: string, from: string, to: string, at: Date): Promise<Moved> {
  const { rows: identities } = await sql<{ kind: string; value: string }>`update identity set subject_id = ${to}
    where workspace_id = ${workspaceId} and subject_id = ${from} returning kind, value`.execute(tx)
  const { rows: closed } = await sql<{ id: string }>`update handover set state = 'expired', decided_at = ${at}
    where workspace_id = ${workspaceId} and subject_id = ${from} and state = 'pending'
      and exists (select 1 from handover o where o.workspace_id = ${workspaceId} and o.subject_id = ${to} and o.state = 'pending') returning id`.execute(
    tx,
  )
  const rows: Moved['rows'] = {}
  for (const table of childTables) {
    const { rows: moved } = await sql<{ id: string }>`update ${sql.table(table)} set subject_id = ${to}
      where workspace_id = ${workspaceId} and subject_id = ${from} returning id`.execute(tx)
    if (moved.length > 0) rows[table] = moved.map((row) => row.id)
  }
  return { identities, rows, closedHandovers: closed.map((row) => row.id) }
}

/** Only what still is with the survivor goes back: what was deleted or moved on by hand stays as it is. */
export async function moveChildrenBack(
  tx: Tx,
  workspaceId: string,
  from: string,
  to: string,
  moved: Moved,
): Promise<void> {
  const { kinds, values } = {
    kinds: moved.identities.map((one) => one.kind),
    values: moved.identities.map((one) => one.value),
  }
  await sql`update identity i set subject_id = ${to} from unnest(${kinds}::text[], ${values}::text[]) as k (kind, value)
    where i.workspace_id = ${workspaceId} and i.kind = k.kind and i.value = k.value and i.subject_id = ${from}`.execute(
    tx,
  )
  for (const table of childTables) {
    const ids = moved.rows[table]
    if (!ids?.length) continue
    await sql`update ${sql.table(table)} set subject_id = ${to}
      where workspace_id = ${workspaceId} and subject_id = ${from} and id = any (${ids}::uuid[])`.execute(tx)
  }
  if (moved.closedHandovers.length > 0) {
    await sql`update handover set state = 'pending', decided_at = null
      where workspace_id = ${workspaceId} and subject_id = ${to} and id = any (${moved.closedHandovers}::uuid[]) and state = 'expired'
        and not exists (select 1 from handover o where o.workspace_id = ${workspaceId} and o.subject_id = ${to} and o.state = 'pending')`.execute(
      tx,
    )
  }
}

/** How much is known about each of two people: everything that happened with them. */
export async function historyOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const parts = childTables.map(
    (table) =>
      sql`select subject_id from ${sql.table(table)} where workspace_id = ${workspaceId} and subject_id = any (${[...ids]}::uuid[])`,
  )
  const { rows } = await sql<{
    subjectId: string
    n: number
  }>`select subject_id, count(*)::integer as n from (${sql.join(parts, sql` union all `)}) x
    group by subject_id`.execute(tx)
  return new Map(rows.map(({ subjectId, n }) => [subjectId, n]))
}
