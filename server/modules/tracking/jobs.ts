import { sql } from 'kysely'
import Type from 'typebox'
import { defineJob } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'

const keepKeysDays = 40

/** Recounts the days that may still have changed into `visit_day`: today, and the days a slow clock may reach back to. */
export const rollUp = defineJob({
  name: 'tracking.roll-up',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_, { db, clock }) {
    const since = new Date(clock.now().getTime() - 4 * 86_400_000)
    const { rows } = await sql<{ id: string; timeZone: string }>`select id, time_zone from workspace`.execute(db)
    for (const { id, timeZone } of rows) {
      await sql`insert into visit_day (workspace_id, day, path, source, page_views, visitors, form_starts)
        select ${id}::uuid, (at at time zone ${timeZone})::date, path, coalesce(utm_source, referrer_host, ''),
          count(*) filter (where type = 'page_view'), count(distinct visitor_id), count(*) filter (where type = 'form_start')
        from visit_event where workspace_id = ${id} and at >= (date_trunc('day', ${since}::timestamptz at time zone ${timeZone}) at time zone ${timeZone})
        group by 2, 3, 4
        on conflict (workspace_id, day, path, source) do update
          set page_views = excluded.page_views, visitors = excluded.visitors, form_starts = excluded.form_starts`.execute(
        db,
      )
    }
  },
})

/** Partitions for this month and the two ahead; keys of events too old to be sent again go. */
export const keepHouse = defineJob({
  name: 'tracking.keep-house',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_, services) {
    await createPartitions(services)
    const before = new Date(services.clock.now().getTime() - keepKeysDays * 86_400_000)
    const { rows } = await sql<{ id: string }>`select id from workspace`.execute(services.db)
    for (const { id } of rows) {
      await sql`delete from visit_event_key where workspace_id = ${id} and at < ${before}`.execute(services.db)
    }
  },
})

/**
 * Range partitions by month. What came before a partition stood, or outside all of them, is in the default one, so
 * a month that has rows there already stays there.
 */
export async function createPartitions({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  for (let ahead = 0; ahead < 3; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1))
    const name = `visit_event_${from.toISOString().slice(0, 7).replace('-', '_')}`
    await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(7264635)`.execute(tx)
      const { rows } = await sql<{ stands: boolean }>`select to_regclass(${name}) is not null or exists (
        select 1 from visit_event_default where at >= ${from} and at < ${to}) as stands`.execute(tx)
      if (rows[0]?.stands) return
      await sql`create table ${sql.table(name)} partition of visit_event for values from (${sql.lit(from.toISOString())}) to (${sql.lit(to.toISOString())})`.execute(
        tx,
      )
    })
  }
}
