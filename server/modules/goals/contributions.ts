import { type RawBuilder, sql } from 'kysely'
import type { goalLinkKinds, Link, Mover } from '#contract/goal-parts.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { metricKinds, moversOf, originKind } from './metrics.ts'
import { factsOf, lockGoal, type Row, readRow } from './select-goals.ts'

type Kind = (typeof goalLinkKinds)[number]
const addresses: Record<Kind, string> = {
  campaign: '/campaigns/',
  project: '/projects/',
  idea: '/ideas/',
  deal: '/deals/',
}

type LinkRow = Omit<Link, 'url' | 'at'> & { at: Date }

/** Links whose record is still there, oldest first. */
async function selectLinks(db: Db | Tx, workspaceId: string, where: RawBuilder<unknown>): Promise<Link[]> {
  const { rows } = await sql<LinkRow>`select l.id, l.kind, l.ref_id, r.name, l.added_by, l.at from goal_link l
    cross join lateral (
      select name from campaign where l.kind = 'campaign' and workspace_id = ${workspaceId} and id = l.ref_id and deleted_at is null
      union all select name from project where l.kind = 'project' and workspace_id = ${workspaceId} and id = l.ref_id and deleted_at is null
      union all select title from idea where l.kind = 'idea' and workspace_id = ${workspaceId} and id = l.ref_id and deleted_at is null
      union all select name from deal where l.kind = 'deal' and workspace_id = ${workspaceId} and id = l.ref_id and deleted_at is null) r
    where l.workspace_id = ${workspaceId} and ${where} order by l.at, l.id limit 200`.execute(db)
  return rows.map((row) => ({ ...row, url: addresses[row.kind] + row.refId, at: row.at.toISOString() }))
}

/** Names what contributes; naming it twice changes nothing. 422 on a record that is not there. */
export const addLink = (ctx: Ctx, id: string, { kind, refId }: { kind: Kind; refId: string }): Promise<Link> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const goal = await lockGoal(tx, workspaceId, id)
    const { rows } = await sql<{
      id: string
    }>`insert into goal_link (workspace_id, goal_id, id, kind, ref_id, added_by, at)
      values (${workspaceId}, ${id}, ${newId()}, ${kind}, ${refId}, ${actor.id}, ${at})
      on conflict (workspace_id, goal_id, kind, ref_id) do nothing returning id`.execute(tx)
    const [link] = await selectLinks(
      tx,
      workspaceId,
      sql`l.goal_id = ${id} and l.kind = ${kind} and l.ref_id = ${refId}`,
    )
    if (!link) throw new Problem('unprocessable', {}, [{ pointer: '/refId', rule: 'unknown_record' }])
    if (rows.length > 0) await record(tx, actor, at, 'goal.linked', { ...factsOf(goal), kind, refId }, [id, refId])
    return link
  })

export const removeLink = (ctx: Ctx, id: string, linkId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const goal = await lockGoal(tx, ctx.actor.workspaceId, id)
    const { rows } = await sql<{ kind: Kind; refId: string }>`delete from goal_link
      where workspace_id = ${ctx.actor.workspaceId} and goal_id = ${id} and id = ${linkId} returning kind, ref_id`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    await record(tx, ctx.actor, ctx.clock.now(), 'goal.unlinked', { ...factsOf(goal), ...rows[0] }, [id, rows[0].refId])
  })

export async function readContributions({ db, actor, clock }: Ctx, id: string) {
  const { workspaceId } = actor
  const goal = await readRow(db, workspaceId, id)
  const today = localDate((await calendarOf(db, workspaceId)).timeZone, clock.now())
  return {
    links: await selectLinks(db, workspaceId, sql`l.goal_id = ${id}`),
    movers: goal.fromOn > today ? [] : await moversFor(db, workspaceId, goal, today),
  }
}

async function moversFor(db: Db, workspaceId: string, goal: Row, today: string): Promise<Mover[]> {
  if (goal.measure.kind === 'children') return childrenOf(db, workspaceId, goal)
  const { metric } = goal.measure
  if (!metric || metric === 'training_coverage') return []
  const { timeZone } = await calendarOf(db, workspaceId)
  const to = today < goal.toOn ? today : goal.toOn
  const rows = await moversOf(db, workspaceId, timeZone, goal.measure, goal.fromOn, to)
  // A rate is moved by what its amount is made of.
  const whole = rows.reduce((sum, row) => sum + row.amount, 0)
  const kind = originKind(metric)
  const names = kind === 'source' ? new Map<string, string>() : await namesOf(db, workspaceId, kind, rows)
  return rows.map(({ origin, amount }) => ({
    kind,
    name: origin === null ? null : kind === 'source' ? origin : (names.get(origin) ?? null),
    value: amount,
    share: amount / whole,
    url: origin === null ? null : urlOf(kind, origin, metricKinds[metric].unit === 'count'),
  }))
}

function urlOf(kind: Mover['kind'], origin: string, isCount: boolean): string | null {
  if (kind === 'campaign') return `/campaigns/${origin}`
  return kind === 'source' && isCount ? `/contacts?source=${encodeURIComponent(origin)}` : null
}

async function namesOf(db: Db, workspaceId: string, kind: 'campaign' | 'family', rows: { origin: string | null }[]) {
  const ids = rows.flatMap(({ origin }) => origin ?? [])
  const { rows: named } = await sql<{
    id: string
    name: string
  }>`select id, name from ${sql.table(kind === 'campaign' ? 'campaign' : 'product_family')}
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(named.map((row) => [row.id, row.name]))
}

async function childrenOf(db: Db, workspaceId: string, { id, measure }: Row): Promise<Mover[]> {
  const { rows } = await sql<{
    id: string
    name: string
    value: number | null
    progress: number | null
  }>`select id, name, value, progress
    from goal where workspace_id = ${workspaceId} and parent_id = ${id} and deleted_at is null order by name, id limit 50`.execute(
    db,
  )
  const part = (row: (typeof rows)[number]) => (measure.combine === 'mean' ? row.progress : row.value) ?? 0
  const whole = rows.reduce((sum, row) => sum + Math.abs(part(row)), 0)
  return rows
    .map((row) => ({
      ...{ kind: 'goal' as const, name: row.name, value: part(row), url: `/goals/${row.id}` },
      share: whole === 0 ? 0 : Math.abs(part(row)) / whole,
    }))
    .sort((a, b) => b.value - a.value)
}
