import { type RawBuilder, sql } from 'kysely'
import { plainArray, type Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { followStock } from './after-change.ts'
import { announceLater } from './serve-waitlist.ts'
import { changedEvent, type LevelFacts, uncoveredEvents, uncoveredOf } from './stock-event.ts'

export type StockLevel = {
  /** One of the two says which product. */
  productId?: string
  sku?: string
  onHand: number
  /** Everything reserved; missing: stays as it is. */
  reserved?: number | null
}
export type LevelsSet = {
  changed: number
  unchanged: number
  /** Left as they are, because something newer is known. */
  outdated: number
  /** SKUs or ids that no product has. */
  unknown: string[]
  /** Reserved units of the changed products that are not there. */
  uncovered: number
}
type Options = {
  /** Words of the movement: `feed`, `shop`, `import`, `count`. */
  reason?: string
  /** The moment the levels are of; what is known of a later one stays. Missing: now, and nothing is remembered. */
  asOf?: Date | null
}
type Row = {
  ord: number
  productId: string | null
  onHand: number | null
  reserved: number | null
  levelledAt: Date | null
}

/**
 * Sets many levels at once (feeds, connectors, imports), a hundred thousand in a constant number of statements: only those
 * that differ are written, each with its movement. A product may be named once only; the last word counts.
 */
export async function setStockLevels(
  tx: Tx,
  actor: Actor,
  at: Date,
  rows: readonly StockLevel[],
  { reason = 'feed', asOf = null }: Options = {},
): Promise<LevelsSet> {
  if (rows.length === 0) return { changed: 0, unchanged: 0, outdated: 0, unknown: [], uncovered: 0 }
  const { workspaceId } = actor
  const found = await compare(tx, workspaceId, rows, asOf)
  const unknown = found
    .filter((row) => row.productId === null)
    .map(({ ord }) => rows[ord]!.sku ?? rows[ord]!.productId!)
  const wanted = new Map<string, StockLevel>()
  for (const { productId, ord } of found) if (productId !== null) wanted.set(productId, rows[ord]!)
  const without = found.flatMap(({ productId, onHand }) => (productId !== null && onHand === null ? [productId] : []))
  const { changed, outdated, uncovered } =
    wanted.size === 0 ? none : await write(tx, actor, at, wanted, without, reason, asOf)
  return { changed, outdated, uncovered, unknown, unchanged: rows.length - unknown.length - changed - outdated }
}
const none = { changed: 0, outdated: 0, uncovered: 0 }

/** Rows that no product has, that differ from what is stored or that are as old as what is known; nothing is locked yet. */
async function compare(tx: Tx, workspaceId: string, rows: readonly StockLevel[], asOf: Date | null): Promise<Row[]> {
  const [bySku, byId] = [askFor(), askFor()]
  for (let place = 0; place < rows.length; place++) {
    const { productId, sku = '', onHand, reserved } = rows[place]!
    const asked = productId === undefined ? bySku : byId
    asked.keys.push(productId ?? keyOf(sku))
    asked.places.push(place)
    asked.onHand.push(onHand)
    asked.reserved.push(reserved ?? -1)
  }
  const found = await Promise.all([
    // One long text is cheaper to send and to read than an array of a hundred thousand.
    compareBy(tx, workspaceId, sql`string_to_array(${bySku.keys.join('\n')}, E'\n')`, sql`p.sku_key`, bySku, asOf),
    compareBy(tx, workspaceId, sql`${plainArray(byId.keys)}::uuid[]`, sql`p.id`, byId, asOf),
  ])
  return found.flat()
}

/** Products by one kind of key, the places of their rows, and what they should have; -1: reserved stays. */
type Asked = { keys: string[]; places: number[]; onHand: number[]; reserved: number[] }
const askFor = (): Asked => ({ keys: [], places: [], onHand: [], reserved: [] })

const keyOf = (sku: string) => {
  const key = sku.trim().toLowerCase()
  return key.includes('\n') ? key.replaceAll('\n', ' ') : key
}

async function compareBy(
  tx: Tx,
  workspaceId: string,
  keys: RawBuilder<unknown>,
  column: RawBuilder<unknown>,
  { places, onHand, reserved }: Asked,
  asOf: Date | null,
): Promise<Row[]> {
  if (places.length === 0) return []
  const withReserved = reserved.some((units) => units >= 0)
  const { rows: found } = await sql<Row>`
    select g.ord::integer - 1 as ord, p.id as product_id, s.on_hand, s.reserved, s.levelled_at
    from unnest(${keys}, ${plainArray(onHand)}::integer[]
      ${withReserved ? sql`, ${plainArray(reserved)}::integer[]` : sql``}) with ordinality as g (key, on_hand${withReserved ? sql`, reserved` : sql``}, ord)
    left join product p on p.workspace_id = ${workspaceId} and p.deleted_at is null and ${column} = g.key
    left join stock s on s.workspace_id = ${workspaceId} and s.product_id = p.id
    where p.id is null or s.on_hand is distinct from g.on_hand
      ${withReserved ? sql`or (g.reserved >= 0 and s.reserved is distinct from g.reserved)` : sql``}
      ${asOf ? sql`or s.levelled_at is null or s.levelled_at <> ${asOf}` : sql``}`.execute(tx)
  return found.map((row) => ({ ...row, ord: places[row.ord]! }))
}

type Level = LevelFacts & { levelledAt: Date | null; isNew: boolean }

async function write(
  tx: Tx,
  actor: Actor,
  at: Date,
  wanted: ReadonlyMap<string, StockLevel>,
  without: readonly string[],
  reason: string,
  asOf: Date | null,
): Promise<{ changed: number; outdated: number; uncovered: number }> {
  const { workspaceId } = actor
  const levels = await lockLevels(tx, workspaceId, [...wanted.keys()].sort(), without)
  const isOutdated = ({ levelledAt }: Level) => asOf !== null && levelledAt !== null && levelledAt > asOf
  const current = levels.filter((level) => !isOutdated(level))
  const writes = current
    .map((level) => {
      const { onHand, reserved } = wanted.get(level.productId)!
      return {
        ...level,
        onHand,
        reserved: reserved ?? level.reserved,
        delta: onHand - level.onHand,
        freed: level.reserved - (reserved ?? level.reserved),
      }
    })
    .filter(({ delta, freed, isNew }) => delta !== 0 || freed !== 0 || isNew)
  await remember(tx, workspaceId, current, asOf)
  if (writes.length > 0) {
    await sql`update stock s set on_hand = w.on_hand, reserved = w.reserved, version = s.version + 1, updated_at = ${at},
        to_announce = greatest(0, least(s.to_announce + greatest(0, w.incoming), w.on_hand))
      from unnest(${writes.map(({ productId }) => productId)}::uuid[], ${writes.map(({ onHand }) => onHand)}::integer[],
        ${writes.map(({ reserved }) => reserved)}::integer[], ${writes.map(({ delta, freed }) => delta + freed)}::integer[]
      ) as w (product_id, on_hand, reserved, incoming)
      where s.workspace_id = ${workspaceId} and s.product_id = w.product_id`.execute(tx)
    await insertMovements(tx, actor, at, writes, reason)
    await recordMany(
      tx,
      actor,
      at,
      writes.flatMap(({ levelledAt: _, isNew: _n, freed, ...changed }) => [
        changedEvent({ ...changed, reason }),
        ...uncoveredEvents({ onHand: changed.onHand - changed.delta, reserved: changed.reserved + freed }, changed),
      ]),
    )
    await followStock(
      tx,
      actor,
      at,
      writes.map(({ productId }) => productId),
    )
    await announceLater(
      tx,
      workspaceId,
      writes.filter(({ delta, freed }) => delta + freed > 0).map(({ productId }) => productId),
    )
  }
  const uncovered = writes.reduce((sum, level) => sum + uncoveredOf(level), 0)
  return { changed: writes.length, outdated: levels.length - current.length, uncovered }
}

/** Locked in one order; rows of products without stock are made first. */
async function lockLevels(
  tx: Tx,
  workspaceId: string,
  productIds: readonly string[],
  without: readonly string[],
): Promise<Level[]> {
  const made = without.length === 0 ? [] : await makeEmpty(tx, workspaceId, without)
  const isNew = new Set(made)
  const { rows } = await sql<Omit<Level, 'isNew'>>`select s.product_id, p.sku, p.name, s.on_hand, s.reserved,
      coalesce(s.demand_std_dev, s.estimated_std_dev) as demand_std_dev, s.lead_time_days, s.levelled_at
    from stock s
    join product p on p.workspace_id = s.workspace_id and p.workspace_id = ${workspaceId} and p.id = s.product_id
    where s.workspace_id = ${workspaceId} and s.product_id = any (${productIds}::uuid[])
    order by s.product_id for no key update of s`.execute(tx)
  return rows.map((row) => ({ ...row, isNew: isNew.has(row.productId) }))
}

async function makeEmpty(tx: Tx, workspaceId: string, productIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ productId: string }>`insert into stock (workspace_id, product_id, on_hand, updated_at)
    select ${workspaceId}::uuid, m.id, 0, '-infinity' from unnest(${productIds}::uuid[]) as m (id)
    order by m.id on conflict do nothing returning product_id`.execute(tx)
  return rows.map((row) => row.productId)
}

/** The moment these levels speak of, so that an older message that arrives later is known as such. */
async function remember(tx: Tx, workspaceId: string, levels: readonly Level[], asOf: Date | null) {
  if (asOf === null || levels.length === 0) return
  await sql`update stock set levelled_at = ${asOf}
    where workspace_id = ${workspaceId} and product_id = any (${levels.map(({ productId }) => productId)}::uuid[])`.execute(
    tx,
  )
}

async function insertMovements(
  tx: Tx,
  actor: Actor,
  at: Date,
  writes: readonly { productId: string; delta: number; onHand: number }[],
  reason: string,
) {
  const moved = writes.filter(({ delta }) => delta !== 0)
  if (moved.length === 0) return
  await sql`insert into stock_movement (workspace_id, id, product_id, delta, on_hand_after, reason, actor_kind, actor_id, at)
    select ${actor.workspaceId}::uuid, id, product_id, delta, on_hand_after, ${reason}, ${actor.kind}, ${actor.id}::uuid, ${at}
    from unnest(${moved.map(() => newId())}::uuid[], ${moved.map(({ productId }) => productId)}::uuid[],
      ${moved.map(({ delta }) => delta)}::integer[], ${moved.map(({ onHand }) => onHand)}::integer[]) as m (id, product_id, delta, on_hand_after)`.execute(
    tx,
  )
}
