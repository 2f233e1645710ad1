import { sql } from 'kysely'
import Type from 'typebox'
import type { PulseSchedule } from '#contract/pulse.ts'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { defineJob } from '#kernel/jobs.ts'
import { readSetting, writeSetting } from '#modules/accounts/public.ts'
import { closePulse, openPulse, remindEverybody } from './open-close.ts'
import { todayOf } from './read-pulses.ts'
import { dueMonthly } from './rules/due-monthly.ts'
import { planPulse } from './run-pulse.ts'
import { lockPulse, type Row } from './select-pulses.ts'

const key = 'pulse.schedule'
type Stored = PulseSchedule & { since: string }
const none: Stored = { active: false, dayOfMonth: 1, openDays: 7, since: '9999-12-31' }
const shown = ({ active, dayOfMonth, openDays }: Stored): PulseSchedule => ({ active, dayOfMonth, openDays })

export const readSchedule = async ({ db, actor }: Ctx): Promise<PulseSchedule> =>
  shown(await readSetting(db, actor.workspaceId, key, none))

export const writeSchedule = (ctx: Ctx, given: PulseSchedule): Promise<PulseSchedule> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const since = await todayOf(tx, ctx)
    await writeSetting(tx, actor, ctx.clock.now(), key, { ...given, since })
    return given
  })

/**
 * Every quarter of an hour: closes what is over, opens what is due, reminds on the last day but one, and plans the month's
 * pulse. Safe to run twice, and what was missed while the program stood still is done when it runs again.
 */
export const turn = defineJob({
  name: 'pulse.turn',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'interactive',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows } = await sql<{ id: string; timeZone: string }>`select w.id, w.time_zone from workspace w
      where exists (select 1 from pulse p where p.workspace_id = w.id and p.state <> 'closed')
        or exists (select 1 from setting s where s.workspace_id = w.id and s.key = ${key})`.execute(db)
    for (const { id, timeZone } of rows) {
      if (signal.aborted) return
      const today = localDate(timeZone, at)
      await db.transaction().execute((tx) => moveOn(tx, id, at, today))
      await db.transaction().execute((tx) => planMonthly(tx, id, at, today))
    }
  },
})

async function moveOn(tx: Tx, workspaceId: string, at: Date, today: string) {
  const actor = systemActor(workspaceId)
  const waiting = await waitingOf(tx, workspaceId)
  if (!waiting) return
  const pulse: Row = await lockPulse(tx, actor, waiting)
  if (pulse.state === 'open' && pulse.closesOn < today) return closePulse(tx, actor, at, pulse)
  if (pulse.state === 'planned' && pulse.opensOn <= today) return openPulse(tx, actor, at, pulse)
  const lastCall = addDays(pulse.closesOn, -1)
  const isReminded = pulse.opensOn >= lastCall || (pulse.remindedOn !== null && pulse.remindedOn >= lastCall)
  if (pulse.state === 'open' && today >= lastCall && !isReminded) await remindEverybody(tx, actor, at, today, pulse)
}

async function planMonthly(tx: Tx, workspaceId: string, at: Date, today: string) {
  const schedule = await readSetting(tx, workspaceId, key, none)
  if (!schedule.active || (await waitingOf(tx, workspaceId))) return
  const { rows } = await sql<{ opensOn: string }>`select opens_on from pulse
    where workspace_id = ${workspaceId} order by opens_on desc, id desc limit 1`.execute(tx)
  if (!dueMonthly(schedule, rows[0]?.opensOn ?? null, today)) return
  const actor = systemActor(workspaceId)
  const id = await planPulse(tx, actor, at, { opensOn: today, closesOn: addDays(today, schedule.openDays - 1) })
  await openPulse(tx, actor, at, await lockPulse(tx, actor, id))
}

async function waitingOf(db: Db | Tx, workspaceId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from pulse
    where workspace_id = ${workspaceId} and state <> 'closed' limit 1`.execute(db)
  return rows[0]?.id ?? null
}
