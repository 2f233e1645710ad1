import { sql } from 'kysely'
import type { demoRoutes } from '#contract/demo.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { permissionsOf } from '#contract/permissions.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale } from '#kernel/i18n.ts'
import { enqueue } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import { readSetting, writeSetting } from '#modules/accounts/public.ts'
import { applyDueProducts } from '#modules/products/public.ts'
import type { Stage } from './catalogue.ts'
import { keyOfDay, lastDay, type Memory, playOne } from './days.ts'
import { colleagues } from './people.ts'

type Story = Reply<(typeof demoRoutes)['GET /demo/days']>
/** `otherwise`: days that could not come as the story has them. */
type Kept = { day: number; memory: Memory; startedOn: string; otherwise: number[] }
const key = 'demo.story'
const dayMs = 86_400_000

export const beginStory = (tx: Tx, actor: Actor, at: Date, stage: Stage, startedOn: string) =>
  writeSetting(tx, actor, at, key, {
    day: 0,
    memory: { ...stage, inboundId: null },
    startedOn,
    otherwise: [],
  } satisfies Kept)

/** The story of the demo company's days: how far it is told. 404 in a workspace that is none. */
export async function readStory({ db, actor }: Pick<Ctx, 'db' | 'actor'>): Promise<Story> {
  return toStory(await keptOf(db, actor.workspaceId))
}

/** Plays the next day and moves the demo company's clock to it, or nothing at all. */
export const playDay = (ctx: Ctx, { body }: Input<(typeof demoRoutes)['POST /demo/days']>): Promise<Story> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const { rows } = await sql<{ locale: string; timeZone: string; offsetDays: number }>`select locale, time_zone,
        clock_offset_days as offset_days from workspace where id = ${workspaceId} and is_demo for update`.execute(tx)
    const kept = await keptOf(tx, workspaceId)
    // Who clicks twice, or at the same time as somebody else, plays one day.
    if (body.day !== kept.day + 1 || body.day > lastDay) throw new Problem('conflict')
    const { locale, timeZone, offsetDays } = rows[0]!
    const at = new Date(ctx.clock.now().getTime() + dayMs)
    const staff = await staffOf(tx, workspaceId)
    const scene = { services: ctx, tx, workspaceId, staff, locale: asLocale(locale), timeZone }
    const { memory, isAsTold } = await playOne(scene, body.day, kept.memory, at)
    await sql`update workspace set clock_offset_days = ${offsetDays + 1} where id = ${workspaceId}`.execute(tx)
    // What was scheduled for that day comes with it, not when the server's clock gets there.
    await enqueue(tx, applyDueProducts, { workspaceId })
    const otherwise = isAsTold ? kept.otherwise : [...kept.otherwise, body.day]
    const now: Kept = { ...kept, day: body.day, memory, otherwise }
    await writeSetting(tx, ctx.actor, at, key, now)
    await record(tx, ctx.actor, at, 'demo.day_played', { day: body.day, key: keyOf(now, body.day) }, [workspaceId])
    return toStory(now)
  })

async function keptOf(db: Db | Tx, workspaceId: string): Promise<Kept> {
  const value = await readSetting<Kept | null>(db, workspaceId, key, null)
  if (!value) throw new Problem('not_found')
  return value
}

const keyOf = ({ otherwise }: Kept, day: number) => (otherwise.includes(day) ? 'otherwise' : keyOfDay(day))

const toStory = (kept: Kept): Story => {
  const { day, memory, startedOn } = kept
  const { budsId, watchId, campaignId } = memory
  return {
    day,
    total: lastDay,
    date: localDate('UTC', new Date(Date.parse(`${startedOn}T12:00:00Z`) + day * dayMs)),
    told: Array.from({ length: day }, (_, index) => ({
      day: index + 1,
      date: localDate('UTC', new Date(Date.parse(`${startedOn}T12:00:00Z`) + (index + 1) * dayMs)),
      key: keyOf(kept, index + 1),
    })).reverse(),
    campaignId,
    budsId,
    watchId,
  }
}

/** The people of the story, by the addresses they were hired with; the owner plays Marta. */
async function staffOf(tx: Tx, workspaceId: string): Promise<Map<string, Actor>> {
  const { rows } = await sql<{ id: string; email: string }>`select id, email from member
    where workspace_id = ${workspaceId} and removed_at is null order by created_at, id limit 100`.execute(tx)
  const permissions = new Set(permissionsOf('admin'))
  return new Map(
    colleagues.map(({ key: who }): [string, Actor] => {
      const { id } = rows.find(({ email }) => email === `${who}@lumbre.example`) ?? rows[0]!
      return [who, { kind: 'member', id, workspaceId, permissions }]
    }),
  )
}
