import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { findProducts, sameQuantity } from '#modules/products/public.ts'
import { type Asset, assetsByRef } from './assets/by-ref.ts'
import { drawClaims } from './draw.ts'
import { claimFacts, claimSubjects, judgeAgain, written } from './judge-again.ts'
import { localeOf } from './locale-of.ts'
import { isPriceKey, type Severity } from './rules/judge.ts'
import { centsOf, currencyOf } from './rules/numbers.ts'
import { comparable, settleStated, splitMoney, splitUnit } from './rules/stated.ts'
import { selectClaims } from './select-claims.ts'
import { type Sheet, sheetsFor } from './sheets.ts'

export type NewClaim = {
  assetType: string
  assetId: string
  productId: string
  attributeKey: string
  statedValue: string
  unit?: string | null
  /** Missing: the version in force. A price has none. */
  specVersion?: number | null
}
type Checked = Required<NewClaim> & { assetName: string; attributeLabel: string; severity: Severity }

/**
 * Pins claims to the versions they were taken from, draws them into the graph and holds them against what is in force, all at
 * once. Answers their ids in the order given. Throws 422 naming each field that refers to nothing, and units that do not convert.
 */
export async function recordClaims(tx: Tx, actor: Actor, at: Date, given: readonly NewClaim[]): Promise<string[]> {
  if (given.length === 0) return []
  const { workspaceId } = actor
  const assets = await assetsByRef(tx, workspaceId, given)
  const products = await findProducts(
    tx,
    workspaceId,
    given.map((one) => one.productId),
  )
  const sheets = await sheetsFor(tx, workspaceId, at, given)
  const locale = await localeOf(tx, workspaceId)
  const errors: FieldError[] = []
  const checked = given.map((one, index): Checked | null => {
    const prefix = given.length === 1 ? '' : `/${index}`
    const asset = assets.get(one.assetId)
    const own: FieldError[] = [
      ...(asset ? [] : [{ pointer: `${prefix}/assetId`, rule: 'unknown_record' }]),
      ...(products.has(one.productId) ? [] : [{ pointer: `${prefix}/productId`, rule: 'unknown_record' }]),
    ]
    const claim = own.length === 0 && asset ? check(one, asset, sheets[index] ?? null, locale, prefix, own) : null
    errors.push(...own)
    return claim
  })
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  return insert(
    tx,
    actor,
    at,
    checked.filter((one) => one !== null),
  )
}

async function insert(tx: Tx, actor: Actor, at: Date, checked: readonly Checked[]): Promise<string[]> {
  const { workspaceId } = actor
  const claims = checked.map((claim) => ({ id: newId(), ...claim }))
  await sql`insert into claim (workspace_id, id, asset_type, asset_id, product_id, attribute_key, attribute_label, stated_value, unit, spec_version,
      severity, created_by, created_at, updated_at)
    select ${workspaceId}::uuid, n.id, n."assetType", n."assetId", n."productId", n."attributeKey", n."attributeLabel", n."statedValue", n.unit,
      n."specVersion", n.severity, ${actor.id}::uuid, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as n(id uuid, "assetType" text, "assetId" uuid, "productId" uuid, "attributeKey" text,
      "attributeLabel" text, "statedValue" text, unit text, "specVersion" integer, severity text)`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    claims.map((claim) => ({
      name: 'claim.recorded' as const,
      data: {
        ...claimFacts(claim, claim.assetName),
        stated: written(claim.statedValue, claim.unit),
        specVersion: claim.specVersion,
      },
      subjects: claimSubjects(claim),
    })),
  )
  await drawClaims(tx, at, workspaceId, [...new Set(claims.map((claim) => claim.assetId))])
  await settleProposals(tx, actor, at, claims)
  const ids = claims.map((claim) => claim.id)
  await judgeAgain(
    tx,
    actor,
    at,
    await selectClaims(tx, workspaceId, sql`c.id = any(${ids}::uuid[])`, { lock: true }),
    {
      announce: true,
    },
  )
  return ids
}

/** What the finder proposed and somebody has just claimed is decided. */
async function settleProposals(tx: Tx, actor: Actor, at: Date, claims: readonly (Checked & { id: string })[]) {
  const { workspaceId } = actor
  const assetIds = [...new Set(claims.map((claim) => claim.assetId))]
  const { rows } = await sql<
    Statement & { id: string }
  >`select id, asset_id, product_id, attribute_key, stated_value, unit from claim_proposal
    where workspace_id = ${workspaceId} and asset_id = any(${assetIds}::uuid[]) and state = 'pending' order by id for update`.execute(
    tx,
  )
  const decided = rows.flatMap((row) => {
    const claim = claims.find((one) => says(one, row))
    return claim ? [{ id: row.id, claim_id: claim.id }] : []
  })
  await sql`update claim_proposal q set state = 'confirmed', claim_id = d.claim_id, decided_by = ${actor.id}::uuid, decided_at = ${at}
    from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d(id uuid, claim_id uuid)
    where q.workspace_id = ${workspaceId} and q.id = d.id`.execute(tx)
}

type Statement = Pick<Checked, 'assetId' | 'productId' | 'statedValue' | 'unit'> & { attributeKey: string | null }
const says = (claim: Statement, found: Statement): boolean =>
  claim.assetId === found.assetId &&
  claim.productId === found.productId &&
  (found.attributeKey === null || claim.attributeKey === found.attributeKey) &&
  sameQuantity({ value: claim.statedValue, unit: claim.unit }, { value: found.statedValue, unit: found.unit })

function check(
  given: NewClaim,
  asset: Asset,
  sheet: Sheet | null,
  locale: Locale,
  prefix: string,
  errors: FieldError[],
): Checked | null {
  const { attributeKey, statedValue } = given
  const base = { ...given, assetType: asset.type, assetName: asset.name }
  if (isPriceKey(attributeKey)) {
    const stated = splitMoney(statedValue)
    if (centsOf(stated.value) === null) {
      errors.push({ pointer: `${prefix}/statedValue`, rule: 'money' })
      return null
    }
    const attributeLabel = translate(locale, `claims.priceKeys.${attributeKey}`)
    const unit = given.unit ?? stated.unit
    return {
      ...{ ...base, statedValue: stated.value, unit: unit && (currencyOf(unit) ?? unit) },
      ...{ specVersion: null, severity: 'critical' as const, attributeLabel },
    }
  }
  if (!sheet) {
    errors.push({
      pointer: `${prefix}/specVersion`,
      rule: given.specVersion ? 'unknown_spec_version' : 'no_spec_in_force',
    })
    return null
  }
  const attribute = sheet.attributes.find((one) => one.key === attributeKey)
  if (!attribute) {
    errors.push({ pointer: `${prefix}/attributeKey`, rule: 'unknown_attribute', params: { version: sheet.version } })
    return null
  }
  const written = given.unit ? { value: statedValue.trim(), unit: given.unit } : splitUnit(statedValue, attribute.unit)
  const stated = settleStated(written, attribute, locale)
  if (!comparable(stated, attribute)) {
    errors.push({
      pointer: `${prefix}/unit`,
      rule: 'unit_not_convertible',
      params: { unit: stated.unit ?? '–', of: attribute.unit ?? '–' },
    })
    return null
  }
  return {
    ...{ ...base, statedValue: stated.value, unit: stated.unit, specVersion: sheet.version },
    ...{ attributeLabel: attribute.label, severity: attribute.severity },
  }
}
