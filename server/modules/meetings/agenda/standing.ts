import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { type Matter, newMatter } from './matters.ts'

const monthMs = 30 * 86_400_000

/** What every monthly meeting speaks of: goals, agreements, results, training, pulse. The result is what was really won. */
export async function standingMatters(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  own: Record<string, number>,
): Promise<Matter[]> {
  const since = new Date(at.getTime() - monthMs)
  const { rows } = await sql<{
    deals: number
    cents: number
  }>`select count(*)::int as deals, coalesce(sum(d.amount_cents), 0)::bigint as cents
    from deal d join workspace w on w.id = d.workspace_id
    where d.workspace_id = ${workspaceId} and d.closed_at > ${since} and d.closed_at <= ${at} and d.state = 'won' and d.deleted_at is null
      and d.currency = w.currency`.execute(db)
  const { deals, cents } = rows[0] ?? { deals: 0, cents: 0 }
  const standing = (name: string, url: string, params: Record<string, number> = {}) =>
    newMatter(
      'standing',
      {
        key: `standing:${name}`,
        kind: `standing_${name}`,
        title: '',
        params,
        severity: 'minor',
        since: at,
        amountCents: null,
        url,
        departmentIds: [],
        ownerId: null,
      },
      own,
    )
  return [
    standing('goals', '/goals'),
    standing('sla', '/agreements'),
    standing('roi', '/results', { deals, revenue: Math.round(cents / 100) }),
    standing('training', '/trainings'),
    standing('pulse', '/pulse'),
  ]
}
