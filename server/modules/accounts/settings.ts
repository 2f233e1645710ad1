import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { calendarErrors, weekErrors } from '#kernel/calendar/business-hours.ts'
import { spainHolidays } from '#kernel/calendar/holidays.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { asLocale } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarKey, defaultCalendar, hasSpanishHolidays } from './calendar.ts'
import { readSetting, writeSetting } from './setting-store.ts'
import { requireTimeZone } from './time-zone.ts'

type Routes = typeof accountRoutes
type SettingsReply = Reply<Routes['GET /settings']>

export const readSettings = ({ db, actor }: Ctx): Promise<SettingsReply> => read(db, actor.workspaceId)

/** Everything at once or nothing. The version counts changes of any of it. */
export async function patchSettings(ctx: Ctx, { body }: Input<Routes['PATCH /settings']>): Promise<SettingsReply> {
  const { actor } = ctx
  if (body.timeZone) requireTimeZone(body.timeZone, '/timeZone')
  const { calendar, ...columns } = body
  return ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const { version, timeZone } = await tx
      .selectFrom('workspace')
      .select(['version', 'timeZone'])
      .where('id', '=', actor.workspaceId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    requireVersion(ctx, version)
    if (calendar) {
      const holidays = [...new Set(calendar.holidays)].sort()
      requireNone(calendarErrors({ ...calendar, timeZone: body.timeZone ?? timeZone }))
      const before = (await read(tx, actor.workspaceId)).calendar.hours
      // Hours that stand as they were may stay: whoever adds a holiday is not asked to mend them.
      if (JSON.stringify(calendar.hours) !== JSON.stringify(before)) requireNone(weekErrors(calendar.hours))
      await writeSetting(tx, actor, at, calendarKey, { hours: calendar.hours, holidays })
    }
    await tx
      .updateTable('workspace')
      .set({ ...columns, version: version + 1 })
      .where('id', '=', actor.workspaceId)
      .execute()
    const keys = Object.keys(columns)
    if (keys.length > 0)
      await record(tx, actor, at, 'settings.changed', { keys, version: version + 1 }, [actor.workspaceId])
    return read(tx, actor.workspaceId)
  })
}

export async function nationalHolidays(ctx: Ctx, { query }: Input<Routes['GET /settings/national-holidays']>) {
  const { timeZone } = await read(ctx.db, ctx.actor.workspaceId)
  return { items: hasSpanishHolidays(timeZone) ? spainHolidays(query.year) : [] }
}

async function read(db: Db | Tx, workspaceId: string): Promise<SettingsReply> {
  const workspace = await db
    .selectFrom('workspace')
    .select(['name', 'locale', 'timeZone', 'currency', 'version', 'createdAt'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const { createdAt, ...rest } = workspace
  const standard = defaultCalendar(workspace.timeZone, createdAt)
  const { hours, holidays } = await readSetting(db, workspaceId, calendarKey, standard)
  return { ...rest, locale: asLocale(rest.locale), calendar: { hours: mutable(hours), holidays: [...holidays] } }
}

function requireNone(errors: ReturnType<typeof calendarErrors>): void {
  if (errors.length > 0) {
    throw new Problem(
      'invalid_request',
      {},
      errors.map(({ pointer, rule }) => ({ pointer: `/calendar${pointer}`, rule })),
    )
  }
}

const mutable = (hours: ReturnType<typeof defaultCalendar>['hours']) => {
  const day = (weekday: keyof typeof hours) => hours[weekday].map(([from, to]): [string, string] => [from, to])
  return { 1: day(1), 2: day(2), 3: day(3), 4: day(4), 5: day(5), 6: day(6), 7: day(7) }
}
