import { sql } from 'kysely'
import type { Claim, claimsRoutes } from '#contract/claims.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { convert, numberIn } from '#modules/products/public.ts'
import { lockTextOf, restate } from './assets/restate.ts'
import { drawClaims } from './draw.ts'
import { claimFacts, claimSubjects, judgeAgain } from './judge-again.ts'
import { localeOf } from './locale-of.ts'
import { proposeClaims } from './propose.ts'
import { recordClaims } from './record-claims.ts'
import { removeClaims } from './remove-claims.ts'
import { isPriceKey } from './rules/judge.ts'
import { centsOf, currencyOf } from './rules/numbers.ts'
import { comparable, settleStated, splitMoney, splitUnit } from './rules/stated.ts'
import { type ClaimRow, lockClaim, readClaim, selectClaims, toClaims } from './select-claims.ts'
import { sheetsFor } from './sheets.ts'

type Body<K extends keyof typeof claimsRoutes> = Parameters<Handlers<typeof claimsRoutes>[K]>[1]['body']
type Statement = Pick<ClaimRow, 'statedValue' | 'unit' | 'specVersion'>

export const createClaim = (ctx: Ctx, given: Body<'POST /claims'>): Promise<Claim> =>
  ctx.transact(async (tx) => {
    const [id] = await recordClaims(tx, ctx.actor, ctx.clock.now(), [given])
    return readClaim(tx, ctx.actor.workspaceId, id!)
  })

/**
 * What the text states now, or the version it is taken from. Whether that is true is looked at at once, and what a text of ours says
 * besides is proposed.
 */
export const updateClaim = (ctx: Ctx, id: string, given: Body<'PATCH /claims/:id'>): Promise<Claim> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const text = await lockTextOf(tx, workspaceId, id)
    const row = await lockClaim(tx, workspaceId, id)
    requireVersion(ctx, row.version)
    await change(tx, ctx, row, await statementOf(tx, ctx, row, given))
    if (text?.state === 'draft' || text?.state === 'live')
      await proposeClaims(tx, actor, ctx.clock.now(), text, text.body)
    return readClaim(tx, workspaceId, id)
  })

/**
 * Makes a drifted claim true: with nothing given it takes the value in force, in the unit it was stated in where that converts, and
 * is pinned to that version. What is given must be true, else 409. A text of ours changes with it, or does not say the old value.
 */
export const mendClaim = (ctx: Ctx, id: string, given: Body<'POST /claims/:id/mending'>): Promise<Claim> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const text = await lockTextOf(tx, workspaceId, id)
    const row = await lockClaim(tx, workspaceId, id)
    requireVersion(ctx, row.version)
    const next = given.statedValue === undefined ? inForce(row) : await statementOf(tx, ctx, row, given)
    if (!next) throw new Problem('claim_not_mended')
    await change(tx, ctx, row, { ...next, specVersion: isPriceKey(row.attributeKey) ? null : row.currentVersion })
    const claim = await readClaim(tx, workspaceId, id)
    if (claim.state === 'drifted') throw new Problem('claim_not_mended')
    await restate(tx, actor, ctx.clock.now(), { text, old: row, next, inText: given.inText })
    return claim
  })

export const deleteClaim = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const row = await lockClaim(tx, actor.workspaceId, id)
    requireVersion(ctx, row.version)
    await removeClaims(tx, actor, ctx.clock.now(), [row])
  })

/** A claim that is there already is answered as it is. */
export const restoreClaim = (ctx: Ctx, id: string): Promise<Claim> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const [row] = await selectClaims(tx, workspaceId, sql`c.id = ${id}`, { lock: true })
    if (!row) throw new Problem('not_found')
    const { rows } = await sql`update claim set removed_at = null, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id} and removed_at is not null returning 1`.execute(tx)
    if (rows.length > 0) {
      const [claim] = await toClaims(tx, workspaceId, [row])
      await drawClaims(tx, at, workspaceId, [row.assetId])
      await record(tx, actor, at, 'claim.restored', claimFacts(row, claim?.assetName ?? ''), claimSubjects(row))
      await judgeAgain(tx, actor, at, [row], { announce: true })
    }
    return readClaim(tx, workspaceId, id)
  })

async function change(tx: Tx, ctx: Ctx, row: ClaimRow, next: Statement) {
  const { actor } = ctx
  const at = ctx.clock.now()
  const changes = changesOf(row, next)
  if (Object.keys(changes).length > 0) {
    await sql`update claim set stated_value = ${next.statedValue}, unit = ${next.unit}, spec_version = ${next.specVersion}, updated_at = ${at},
        version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${row.id}`.execute(tx)
    const [claim] = await toClaims(tx, actor.workspaceId, [row])
    const facts = claimFacts(row, claim?.assetName ?? '')
    await record(tx, actor, at, 'claim.updated', { ...facts, changes }, claimSubjects(row))
  }
  await judgeAgain(tx, actor, at, [{ ...row, ...next }], { announce: true })
}

/** What was given over what was stated. Throws 422 for versions, attributes and units that do not fit. */
async function statementOf(tx: Tx, ctx: Ctx, row: ClaimRow, given: Partial<Statement>): Promise<Statement> {
  if (isPriceKey(row.attributeKey)) {
    const stated = splitMoney(given.statedValue ?? row.statedValue)
    if (centsOf(stated.value) === null) throw unprocessable('/statedValue', 'money')
    const unit = given.unit === undefined ? (stated.unit ?? row.unit) : given.unit
    return { statedValue: stated.value, unit: unit && (currencyOf(unit) ?? unit), specVersion: null }
  }
  const specVersion = given.specVersion ?? row.specVersion
  const [sheet] = await sheetsFor(tx, ctx.actor.workspaceId, ctx.clock.now(), [
    { productId: row.productId, specVersion },
  ])
  if (!sheet) throw unprocessable('/specVersion', 'unknown_spec_version')
  const attribute = sheet.attributes.find((one) => one.key === row.attributeKey)
  if (!attribute && given.specVersion)
    throw unprocessable('/specVersion', 'unknown_attribute', { version: sheet.version })
  const unit = given.unit === undefined ? row.unit : given.unit
  const stated =
    given.statedValue === undefined
      ? { value: row.statedValue, unit }
      : settleStated(
          splitUnit(given.statedValue, unit ?? attribute?.unit ?? null),
          attribute ?? null,
          await localeOf(tx, ctx.actor.workspaceId),
        )
  if (attribute && !comparable(stated, attribute))
    throw unprocessable('/unit', 'unit_not_convertible', { unit: stated.unit ?? '–', of: attribute.unit ?? '–' })
  return { statedValue: stated.value, unit: stated.unit, specVersion: sheet.version }
}

/** The value in force as this text would say it; null when there is none to take. */
function inForce({ currentValue, currentUnit, currentVersion, unit, reason }: ClaimRow): Statement | null {
  if (currentValue === null || reason === 'gone' || reason === 'no_price') return null
  const number = numberIn(currentValue)
  const converted = unit && currentUnit && number !== null ? convert(number, currentUnit, unit) : null
  // A round number in the reader's unit, else the sheet's own words.
  const fits = converted !== null && Math.abs(converted * 100 - Math.round(converted * 100)) < 1e-9
  return fits && unit !== currentUnit
    ? { statedValue: String(Math.round(converted * 100) / 100), unit, specVersion: currentVersion }
    : { statedValue: currentValue, unit: currentUnit ?? unit, specVersion: currentVersion }
}

const unprocessable = (pointer: string, rule: string, params?: Record<string, string | number>) =>
  new Problem('unprocessable', {}, [params ? { pointer, rule, params } : { pointer, rule }])
