import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Services } from '#kernel/services.ts'
import type { LiveForm } from './live-forms.ts'

export type Counted = 'views' | 'starts' | 'spam'
type Count = { workspaceId: string; formId: string; day: string } & Record<Counted, number>
type Counters = Map<string, Count>
const counters = new WeakMap<Services['pool'], Counters>()

const countersOf = ({ pool }: Pick<Services, 'pool'>): Counters => {
  let mine = counters.get(pool)
  if (!mine) counters.set(pool, (mine = new Map()))
  return mine
}

/** Counts in memory; `flushCounts` writes. A crash loses some seconds of counts, never a submission. */
export function count(services: Pick<Services, 'pool' | 'clock'>, form: LiveForm, what: Counted): void {
  const day = localDate(form.timeZone, services.clock.now())
  const mine = countersOf(services)
  const key = `${form.id} ${day}`
  let counted = mine.get(key)
  if (!counted)
    mine.set(key, (counted = { workspaceId: form.workspaceId, formId: form.id, day, views: 0, starts: 0, spam: 0 }))
  counted[what]++
}

/** Adds what was counted since the last time to the days of the forms. */
export async function flushCounts(services: Pick<Services, 'pool' | 'db'>): Promise<void> {
  const mine = countersOf(services)
  if (mine.size === 0) return
  const counts = [...mine.values()].sort((a, b) => (`${a.formId}${a.day}` < `${b.formId}${b.day}` ? -1 : 1))
  mine.clear()
  await sql`insert into form_day as d (workspace_id, form_id, day, views, starts, spam)
    select c."workspaceId", c."formId", c.day, c.views, c.starts, c.spam
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as c ("workspaceId" uuid, "formId" uuid, day date, views bigint, starts bigint, spam bigint)
    on conflict (workspace_id, form_id, day) do update
      set views = d.views + excluded.views, starts = d.starts + excluded.starts, spam = d.spam + excluded.spam`.execute(
    services.db,
  )
}

const flushEveryMs = 5000

/** Flushes now and then until stopped, and once more then. */
export function startFlushing(services: Services): () => Promise<void> {
  let flushing = Promise.resolve()
  const flush = () => {
    flushing = flushing
      .then(() => flushCounts(services))
      .catch((error: unknown) => services.log.error({ err: error }, 'form counts were not written'))
    return flushing
  }
  const timer = setInterval(() => void flush(), flushEveryMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    return flush()
  }
}
