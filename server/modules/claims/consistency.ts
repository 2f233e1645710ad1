import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { consistencyOf, type Severity } from './rules/judge.ts'
import { living } from './select-claims.ts'

type Count = { severity: Severity; state: string; count: number }

/** How much of what is stated is true, in percent, weighted 5/3/1 by severity; null while nothing is claimed. */
export const consistency = async (db: Db | Tx, workspaceId: string): Promise<number | null> =>
  consistencyOf(await countClaims(db, workspaceId))

export async function readConsistency({ db, actor }: Ctx) {
  const { workspaceId } = actor
  const counts = await countClaims(db, workspaceId)
  const drifted = (severity: Severity) =>
    counts.find((row) => row.severity === severity && row.state === 'drifted')?.count ?? 0
  const { rows } = await sql<{ pending: number; flagged: number }>`select
    (select count(*) from claim_proposal where workspace_id = ${workspaceId} and state = 'pending') as pending,
    (select count(*) from asset a where a.workspace_id = ${workspaceId} and a.state = 'live' and exists (
      select 1 from claim c where c.workspace_id = ${workspaceId} and c.asset_id = a.id and c.state = 'drifted' and c.severity = 'critical'
        and ${living})) as flagged`.execute(db)
  return {
    consistency: consistencyOf(counts),
    claims: counts.reduce((sum, row) => sum + row.count, 0),
    drifted: { critical: drifted('critical'), major: drifted('major'), minor: drifted('minor') },
    pendingProposals: rows[0]!.pending,
    flaggedAssets: rows[0]!.flagged,
  }
}

async function countClaims(db: Db | Tx, workspaceId: string): Promise<Count[]> {
  const { rows } = await sql<Count>`select c.severity, c.state, count(*) as count from claim c
    where c.workspace_id = ${workspaceId} and ${living} group by c.severity, c.state`.execute(db)
  return rows
}
