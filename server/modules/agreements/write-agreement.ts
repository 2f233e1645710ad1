import { sql } from 'kysely'
import type { Agreement, agreementsRoutes } from '#contract/agreements.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import { changesOf } from '#kernel/changes.ts'
import { isUniqueViolation, type Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { calendarOf, departmentMembers } from '#modules/accounts/public.ts'
import { releaseSlaPolicy, slaPolicyOf } from '#modules/handovers/public.ts'
import { enterForce } from './enter-force.ts'
import { factsOf, lockAgreement, readAgreement } from './select-agreements.ts'
import { termsOf, usualTerms } from './terms.ts'

type Body<K extends keyof typeof agreementsRoutes> = Parameters<Handlers<typeof agreementsRoutes>[K]>[1] extends {
  body: infer B
}
  ? B
  : never

/** Begins an agreement with a draft of its first version. One for each direction: 409 `agreement_exists`. */
export const createAgreement = (ctx: Ctx, given: Body<'POST /agreements'>): Promise<Agreement> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { direction } = given
    const terms = termsOf(direction, given, usualTerms(direction, await slaPolicyOf(tx, workspaceId)))
    const name = given.name === undefined ? await usualName(tx, workspaceId, direction) : filled(given.name, '/name')
    const owners = {
      marketingOwnerId: given.marketingOwnerId ?? (await soleManager(tx, workspaceId, 'marketing')),
      salesOwnerId: given.salesOwnerId ?? (await soleManager(tx, workspaceId, 'sales')),
    }
    await requireOwners(tx, workspaceId, given)
    const id = newId()
    await sql`insert into agreement (workspace_id, id, direction, name, marketing_owner_id, sales_owner_id, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${direction}, ${name}, ${owners.marketingOwnerId}, ${owners.salesOwnerId}, ${actor.id}, ${at}, ${at})`
      .execute(tx)
      .catch(alreadyThere)
    const today = localDate((await calendarOf(tx, workspaceId)).timeZone, at)
    await sql`insert into agreement_version (workspace_id, agreement_id, number, state, terms, from_on, created_by, created_at)
      values (${workspaceId}, ${id}, 1, 'draft', ${JSON.stringify(terms)}::jsonb, ${given.from ?? today}, ${actor.id}, ${at})`.execute(
      tx,
    )
    await record(tx, actor, at, 'agreement.created', factsOf({ id, direction, name }), [id])
    return readAgreement(tx, workspaceId, id)
  })

export const updateAgreement = (ctx: Ctx, id: string, given: Body<'PATCH /agreements/:id'>): Promise<Agreement> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockAgreement(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const wanted = { ...given, ...(given.name !== undefined && { name: filled(given.name, '/name') }) }
    const changes = changesOf(old, wanted)
    if (Object.keys(changes).length === 0) return readAgreement(tx, workspaceId, id)
    await requireOwners(tx, workspaceId, given)
    const next = { ...old, ...wanted }
    await sql`update agreement set name = ${next.name}, marketing_owner_id = ${next.marketingOwnerId}, sales_owner_id = ${next.salesOwnerId},
        updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'agreement.updated', { ...factsOf(next), changes }, [id])
    return readAgreement(tx, workspaceId, id)
  })

/** What it measured stays; what sales owes may be changed by hand again. */
export const deleteAgreement = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockAgreement(tx, actor.workspaceId, id)
    requireVersion(ctx, old.version)
    await sql`update agreement set deleted_at = ${at}, updated_at = ${at}, behind_since = null, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await releaseSlaPolicy(tx, actor, at, id)
    await record(tx, actor, at, 'agreement.deleted', factsOf(old), [id])
  })

export const restoreAgreement = (ctx: Ctx, id: string): Promise<Agreement> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { rows } = await sql<{ isDeleted: boolean }>`select deleted_at is not null as is_deleted from agreement
      where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
    if (!rows[0]) throw new Problem('not_found')
    if (!rows[0].isDeleted) return readAgreement(tx, workspaceId, id)
    await sql`update agreement set deleted_at = null, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`
      .execute(tx)
      .catch(alreadyThere)
    const agreement = await lockAgreement(tx, workspaceId, id)
    await enterForce(tx, actor, at, agreement, { again: true })
    await record(tx, actor, at, 'agreement.restored', factsOf(agreement), [id])
    return readAgreement(tx, workspaceId, id)
  })

async function usualName(tx: Tx, workspaceId: string, direction: string): Promise<string> {
  const { rows } = await sql<{ locale: string }>`select locale from workspace where id = ${workspaceId}`.execute(tx)
  return translate(asLocale(rows[0]?.locale), `agreements.directions.${direction}`)
}

/** Who manages a department alone answers for it until somebody else is named. */
async function soleManager(tx: Tx, workspaceId: string, key: string): Promise<string | null> {
  const managers = (await departmentMembers(tx, workspaceId, key)).filter(({ departments }) =>
    departments.some((one) => one.key === key && one.isManager),
  )
  return managers.length === 1 ? managers[0]!.id : null
}

async function requireOwners(
  tx: Tx,
  workspaceId: string,
  given: { marketingOwnerId?: string | null; salesOwnerId?: string | null },
): Promise<void> {
  const errors: { pointer: string; rule: string }[] = []
  for (const key of ['marketing', 'sales'] as const) {
    const ownerId = given[`${key}OwnerId`]
    if (!ownerId) continue
    const members = await departmentMembers(tx, workspaceId, key)
    if (!members.some(({ id }) => id === ownerId)) errors.push({ pointer: `/${key}OwnerId`, rule: 'not_in_department' })
  }
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

function alreadyThere(error: unknown): never {
  if (isUniqueViolation(error)) throw new Problem('agreement_exists')
  throw error
}
