import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { describeNodes, keyOf, mendImpacts } from '#modules/impacts/public.ts'
import { announceDrift } from './announce-drift.ts'
import { nodeOfAsset } from './nodes.ts'
import { judge, type Truth, type Verdict } from './rules/judge.ts'
import { type ClaimRow, living, selectClaims } from './select-claims.ts'
import { truthsAbout } from './truth.ts'

type Judged = { row: ClaimRow; verdict: Verdict }
const unknownTruth: Truth = { spec: null, price: null, lowestCents: null }

/**
 * Holds claims against what is in force now, and writes what that changes, in the caller's transaction: their state, the events,
 * and the impacts that are mended with them. A constant number of statements. `announce`: also make tasks, where no change of a
 * sheet or price does so by its impact.
 */
export async function judgeAgain(
  tx: Tx,
  actor: Actor,
  at: Date,
  rows: readonly ClaimRow[],
  { announce = false } = {},
): Promise<void> {
  if (rows.length === 0) return
  const { workspaceId } = actor
  const truths = await truthsAbout(tx, workspaceId, at, rows)
  const changed = rows
    .map((row) => ({ row, verdict: judge(row, truths.get(row.productId) ?? unknownTruth) }))
    .filter(differs)
  if (changed.length === 0) return
  await write(tx, workspaceId, at, changed)
  const drifted = changed.filter(({ row, verdict }) => verdict.state === 'drifted' && turns({ row, verdict }))
  const mended = changed.filter(({ row, verdict }) => row.state === 'drifted' && verdict.state === 'holds')
  await tell(tx, actor, at, drifted, mended)
  await settleClaims(
    tx,
    actor,
    at,
    mended.map(({ row }) => row),
  )
  if (announce) await announceDrift(tx, actor, at, drifted)
}

/** These are in order, or nobody reads them any more: their impacts and tasks need nothing further of anybody. */
export async function settleClaims(
  tx: Tx,
  actor: Actor,
  at: Date,
  rows: readonly Pick<ClaimRow, 'id' | 'taskId'>[],
): Promise<void> {
  if (rows.length === 0) return
  await mendImpacts(
    tx,
    actor,
    at,
    rows.map(({ id }) => ({ type: 'claim' as const, id })),
  )
  const taskIds = [...new Set(rows.map((row) => row.taskId).filter((id) => id !== null))]
  if (taskIds.length === 0) return
  const { rows: waiting } = await sql<{ taskId: string }>`select distinct c.task_id from claim c
    where c.workspace_id = ${actor.workspaceId} and c.task_id = any(${taskIds}::uuid[]) and c.state = 'drifted' and ${living}`.execute(
    tx,
  )
  const open = new Set(waiting.map((row) => row.taskId))
  await completeTasks(
    tx,
    actor,
    at,
    taskIds.filter((id) => !open.has(id)),
  )
}

/** Follows a change of sheets or prices: all claims on these products, of the kind that changed. */
export async function judgeProducts(
  tx: Tx,
  actor: Actor,
  at: Date,
  productIds: readonly string[],
  kind: 'attributes' | 'prices',
): Promise<void> {
  const price = sql`c.attribute_key in ('price', 'before_price')`
  const rows = await selectClaims(
    tx,
    actor.workspaceId,
    sql`c.product_id = any(${productIds}::uuid[]) and ${kind === 'prices' ? price : sql`not ${price}`} and ${living}`,
    { lock: true },
  )
  await judgeAgain(tx, actor, at, rows)
}

const differs = ({ row, verdict }: Judged) =>
  row.state !== verdict.state ||
  row.reason !== verdict.reason ||
  row.currentValue !== verdict.currentValue ||
  row.currentUnit !== verdict.currentUnit ||
  row.currentVersion !== verdict.currentVersion ||
  row.severity !== verdict.severity

/** It has just become wrong, or wrong in another way. */
const turns = ({ row, verdict }: Judged) =>
  row.state !== verdict.state || row.currentValue !== verdict.currentValue || row.currentUnit !== verdict.currentUnit

async function write(tx: Tx, workspaceId: string, at: Date, judged: readonly Judged[]) {
  await sql`update claim c set state = n.state, reason = n.reason, current_value = n.current_value, current_unit = n.current_unit,
      current_version = n.current_version, severity = n.severity, updated_at = ${at}, version = c.version + 1,
      drifted_at = case when n.state = 'holds' then null when c.state = 'drifted' then c.drifted_at else ${at} end
    from jsonb_to_recordset(${JSON.stringify(
      judged.map(({ row, verdict }) => ({
        ...{ id: row.id, state: verdict.state, reason: verdict.reason, severity: verdict.severity },
        ...{
          current_value: verdict.currentValue,
          current_unit: verdict.currentUnit,
          current_version: verdict.currentVersion,
        },
      })),
    )}::jsonb) as n(id uuid, state text, reason text, current_value text, current_unit text, current_version integer, severity text)
    where c.workspace_id = ${workspaceId} and c.id = n.id`.execute(tx)
}

async function tell(tx: Tx, actor: Actor, at: Date, drifted: readonly Judged[], mended: readonly Judged[]) {
  const all = [...drifted, ...mended]
  const described = await describeNodes(
    tx,
    actor.workspaceId,
    all.map(({ row }) => nodeOfAsset(row)),
  )
  const eventOf = ({ row, verdict }: Judged): EventRecord => {
    const facts = { ...claimFacts(row, described.get(keyOf(nodeOfAsset(row)))?.name ?? ''), severity: verdict.severity }
    const from = written(row.statedValue, row.unit)
    const to = verdict.currentValue === null ? null : written(verdict.currentValue, verdict.currentUnit)
    const subjects = claimSubjects(row)
    return verdict.state === 'drifted'
      ? { name: 'claim.drifted', data: { ...facts, from, to, reason: verdict.reason ?? 'changed' }, subjects }
      : { name: 'claim.mended', data: { ...facts, from, to }, subjects }
  }
  await recordMany(tx, actor, at, all.map(eventOf))
}

export const written = (value: string, unit: string | null): string => (unit ? `${value} ${unit}` : value)

type Facts = Pick<
  ClaimRow,
  'id' | 'assetId' | 'assetType' | 'productId' | 'attributeKey' | 'attributeLabel' | 'severity'
>
/** What every event of a claim says about it. */
export const claimFacts = (
  { id, assetId, assetType, productId, attributeKey, attributeLabel, severity }: Facts,
  assetName: string,
) => ({ claimId: id, assetId, assetName, assetType, productId, attributeKey, attributeLabel, severity })
export const claimSubjects = ({ id, assetId, productId }: Pick<Facts, 'id' | 'assetId' | 'productId'>) => [
  id,
  assetId,
  productId,
]
