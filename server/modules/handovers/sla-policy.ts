import type { handoverPolicyRoutes } from '#contract/handover-policy.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { askCalendarAnd, readSetting, writeSetting } from '#modules/accounts/public.ts'
import { DEFAULT_SLA_POLICY, type SlaPolicy } from './rules/sla.ts'

const key = 'sla'

/** The agreement whose signed version set the clauses. */
type Agreed = { id: string; number: number }
type Stored = SlaPolicy & { agreement?: Agreed | null }
const clauseKeys = [
  'acceptBusinessMinutes',
  'firstTouchHandRaiseMinutes',
  'firstTouchMinutes',
  'attempts',
  'attemptDays',
] as const
export type SlaClauses = Pick<SlaPolicy, (typeof clauseKeys)[number]>

const read = (db: Db | Tx, workspaceId: string) => readSetting<Stored>(db, workspaceId, key, DEFAULT_SLA_POLICY)
const shown = (stored: Stored) => ({ ...stored, agreement: stored.agreement ?? null })

export const slaPolicyOf = async (
  db: Db | Tx,
  workspaceId: string,
): Promise<SlaPolicy & { agreement: Agreed | null }> => shown(await read(db, workspaceId))

/** The policy and the calendar its clocks run by, in one statement. */
export const slaOf = async (tx: Tx, workspaceId: string) => (await askSla(tx, workspaceId))()

export async function askSla(tx: Tx, workspaceId: string) {
  const asked = await askCalendarAnd<Stored>(tx, workspaceId, key, DEFAULT_SLA_POLICY)
  return async (): Promise<{ policy: SlaPolicy; calendar: BusinessCalendar }> => {
    const { calendar, value } = await asked()
    return { calendar, policy: value }
  }
}

type Change = (typeof handoverPolicyRoutes)['PATCH /sla-policy']

/**
 * Deadlines that run keep the policy they began with; only leads assigned from now on follow the new one.
 * What both departments have signed is changed by signing anew: 409 `sla_policy_agreed`. When to remind stays free.
 */
export const changeSlaPolicy = (ctx: Ctx, { body }: Input<Change>): Promise<Reply<Change>> =>
  ctx.transact(async (tx) => {
    const before = await read(tx, ctx.actor.workspaceId)
    const after = { ...before, ...body, version: before.version + 1 }
    if (before.agreement && clauseKeys.some((clause) => before[clause] !== after[clause]))
      throw new Problem('sla_policy_agreed')
    if (after.warnAfterPercent >= after.escalateAfterPercent) throw invalid('/warnAfterPercent', 'below_escalation')
    await writeSetting(tx, ctx.actor, ctx.clock.now(), key, after)
    return shown(after)
  })

/** The clauses of a signed version are the policy from now on. The same version twice writes nothing. */
export async function adoptSlaPolicy(tx: Tx, actor: Actor, at: Date, clauses: SlaClauses, agreement: Agreed) {
  const before = await read(tx, actor.workspaceId)
  if (before.agreement?.id === agreement.id && before.agreement.number === agreement.number) return
  const agreed = Object.fromEntries(clauseKeys.map((clause) => [clause, clauses[clause]]))
  await writeSetting(tx, actor, at, key, { ...before, ...agreed, agreement, version: before.version + 1 })
}

/** The agreement is gone: the clauses stay as they are, and may be changed by hand again. */
export async function releaseSlaPolicy(tx: Tx, actor: Actor, at: Date, agreementId: string) {
  const before = await read(tx, actor.workspaceId)
  if (before.agreement?.id !== agreementId) return
  await writeSetting(tx, actor, at, key, { ...before, agreement: null, version: before.version + 1 })
}
