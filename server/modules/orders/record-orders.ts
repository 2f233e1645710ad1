import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { searchText } from '#kernel/text.ts'
import { captureContacts } from '#modules/contacts/public.ts'
import { findBySku } from '#modules/products/public.ts'
import type { OrderGroup, OrderInput, OrderLineInput, RecordedOrder, StoredLine, StoredOrder } from './order-types.ts'
import { companiesOf, insertOrders, keyOf, lockKnown, nextNumbers } from './stored-orders.ts'
import { writeOrders } from './write-orders.ts'

/**
 * Puts orders into the database, thousands in a constant number of statements; answers in the order given. Idempotent by
 * source, shop and external id, safe under concurrent transactions with the same orders. News older than what is stored,
 * and news of a deleted order, change nothing. Buyers are captured, and become customers where the lifecycle lets them.
 * Records order.recorded and order.updated, a new order at the time it was ordered. Ids must exist in the workspace.
 */
export async function recordOrders(
  tx: Tx,
  actor: Actor,
  at: Date,
  orders: readonly OrderInput[],
): Promise<RecordedOrder[]> {
  if (orders.length === 0) return []
  const { workspaceId } = actor
  const inputs = await withProducts(tx, workspaceId, await withBuyers(tx, actor, at, orders))
  const { groups, groupOf } = grouped(inputs, at)
  const numbers = await nextNumbers(tx, workspaceId, groups.filter(({ input }) => !numberOf(input)).length)
  for (const group of groups) group.row = blankOrder(group.input, at, () => numbers.shift()!)
  const created = await insertOrders(
    tx,
    workspaceId,
    at,
    groups.map(({ row }) => row),
  )
  const known = groups.filter(({ row }) => !created.has(row.id))
  const stored = await lockKnown(
    tx,
    workspaceId,
    known.map(({ row }) => row),
  )
  for (const group of groups) {
    const before = created.has(group.row.id) ? null : stored.get(group.key ?? '')
    if (before) merge(group, before)
    else group.lines = linesFor(group)
  }
  await writeOrders(tx, actor, at, groups)
  const told = new Set<OrderGroup>()
  return groupOf.map((group) => {
    const isNew = group.before === null && !told.has(group)
    told.add(group)
    const { changes } = group
    return { orderId: group.row.id, created: isNew, changed: isNew || Object.keys(changes).length > 0, changes }
  })
}

async function withBuyers(tx: Tx, actor: Actor, at: Date, orders: readonly OrderInput[]): Promise<OrderInput[]> {
  const buyers = orders.flatMap(({ buyer, subjectId }) => (buyer && !subjectId ? buyer : []))
  const captured = await captureContacts(tx, actor, at, buyers)
  let next = 0
  const found = orders.map((order) =>
    order.buyer && !order.subjectId ? { ...order, subjectId: captured[next++]!.subjectId } : order,
  )
  const companies = await companiesOf(
    tx,
    actor.workspaceId,
    found.flatMap(({ subjectId, companyId }) => (subjectId && !companyId ? subjectId : [])),
  )
  return found.map((order) =>
    order.companyId || !order.subjectId ? order : { ...order, companyId: companies.get(order.subjectId) ?? null },
  )
}

async function withProducts(tx: Tx, workspaceId: string, orders: readonly OrderInput[]): Promise<OrderInput[]> {
  const skus = [
    ...new Set(orders.flatMap(({ lines }) => lines.flatMap(({ productId, sku }) => (productId ? [] : sku || [])))),
  ]
  if (skus.length === 0) return [...orders]
  const products = await findBySku(tx, workspaceId, skus)
  return orders.map((order) => ({
    ...order,
    lines: order.lines.map((line) => ({
      ...line,
      productId: line.productId ?? (line.sku ? (products.get(line.sku) ?? null) : null),
    })),
  }))
}

/** One group for each order; of two in one batch the later news counts, partial ones add up. In key order, against deadlocks. */
function grouped(inputs: readonly OrderInput[], at: Date): { groups: OrderGroup[]; groupOf: OrderGroup[] } {
  const byKey = new Map<string, OrderGroup>()
  const groups: OrderGroup[] = []
  const groupOf = inputs.map((input) => {
    const key = input.externalId ? keyOf(input.source, input.shopId, input.externalId) : null
    const same = key === null ? undefined : byKey.get(key)
    if (same) {
      if (input.partial) same.input = { ...same.input, ...input, lines: [...same.input.lines, ...input.lines] }
      else if ((input.sourceUpdatedAt ?? 0) >= (same.input.sourceUpdatedAt ?? 0)) same.input = input
      return same
    }
    const group: OrderGroup = { key, input, row: blankOrder(input, at, () => ''), lines: [], before: null, changes: {} }
    if (key !== null) byKey.set(key, group)
    groups.push(group)
    return group
  })
  groups.sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
  return { groups, groupOf }
}

const numberOf = ({ number, externalId }: OrderInput) => number || externalId || null

function blankOrder(input: OrderInput, at: Date, next: () => string): StoredOrder {
  const lines = input.lines.map((line) => lineTotal(line))
  return {
    id: newId(),
    number: (numberOf(input) ?? next()).slice(0, 100),
    source: input.source,
    shopId: input.shopId ?? null,
    externalId: input.externalId ?? null,
    subjectId: input.subjectId ?? null,
    companyId: input.companyId ?? null,
    dealId: input.dealId ?? null,
    state: input.state ?? 'placed',
    orderedAt: input.orderedAt ?? at,
    totalCents: input.totalCents ?? lines.reduce((sum, cents) => sum + cents, 0),
    currency: input.currency,
    campaignId: input.campaignId ?? null,
    linkCode: input.linkCode ?? null,
    note: input.note ?? null,
    sourceUpdatedAt: input.sourceUpdatedAt ?? null,
    search: searchText(input.number ?? input.externalId, ...input.lines.flatMap(({ sku, name }) => [sku, name])),
    deletedAt: null,
  }
}

const lineTotal = ({ totalCents, quantity, unitPriceCents }: OrderLineInput) => totalCents ?? quantity * unitPriceCents

/** Two lines that claim to be the same one are two. */
function linesFor({ row, input }: OrderGroup): StoredLine[] {
  const taken = new Set<string>()
  return input.lines.map((line, index) => {
    const fresh = lineOf(row, line, index)
    const { key } = fresh
    for (let again = 2; taken.has(fresh.key); again++) fresh.key = `${key} (${again})`
    taken.add(fresh.key)
    return fresh
  })
}

const lineOf = (order: StoredOrder, line: OrderLineInput, position: number): StoredLine => ({
  orderId: order.id,
  id: newId(),
  key: (line.key || `#${position + 1}`).slice(0, 180),
  position,
  productId: line.productId ?? null,
  sku: (line.sku ?? '').slice(0, 100),
  name: (line.name ?? '').slice(0, 300),
  quantity: line.quantity,
  unitPriceCents: line.unitPriceCents,
  totalCents: lineTotal(line),
  orderedAt: order.orderedAt,
})

const given = ['number', 'subjectId', 'companyId', 'dealId', 'campaignId', 'linkCode', 'note'] as const

/** What the news changes of a known order. Empty values never replace known ones. */
function merge(group: OrderGroup, before: { row: StoredOrder; lines: readonly StoredLine[] }): void {
  const { input } = group
  group.before = before
  group.row = { ...before.row }
  group.lines = [...before.lines]
  const isOld =
    input.sourceUpdatedAt && before.row.sourceUpdatedAt && input.sourceUpdatedAt < before.row.sourceUpdatedAt
  if (before.row.deletedAt || isOld) return
  const { row, changes } = group
  const set = <F extends keyof StoredOrder>(field: F, value: StoredOrder[F]) => {
    if (same(row[field], value)) return
    changes[field] = [row[field], value]
    row[field] = value
  }
  for (const field of given) {
    const value = input[field]
    if (value) set(field, value)
  }
  if (input.state) set('state', input.state)
  if (input.orderedAt) set('orderedAt', input.orderedAt)
  set('currency', input.currency)
  mergeLines(group, before.lines)
  const sum = (lines: readonly StoredLine[]) => lines.reduce((total, line) => total + line.totalCents, 0)
  // A total that somebody gave (with postage, with discounts) is not lost to more lines of the same order.
  const isGiven = input.partial && before.row.totalCents !== sum(before.lines)
  set('totalCents', input.totalCents ?? (isGiven ? row.totalCents : sum(group.lines)))
  row.sourceUpdatedAt = input.sourceUpdatedAt ?? row.sourceUpdatedAt
  row.search = searchText(row.number, ...group.lines.flatMap(({ sku, name }) => [sku, name]))
}

function mergeLines(group: OrderGroup, before: readonly StoredLine[]): void {
  const { input, changes } = group
  const known = new Map(before.map((line) => [line.key, line]))
  const news = linesFor(group).map((fresh) => {
    const old = known.get(fresh.key)
    if (!old) return fresh
    return { ...fresh, id: old.id, position: old.position, productId: fresh.productId ?? old.productId }
  })
  const keys = new Set(news.map(({ key }) => key))
  const kept = input.partial ? before.filter(({ key }) => !keys.has(key)) : []
  group.lines = [...kept, ...news].map((line, position) => (known.has(line.key) ? line : { ...line, position }))
  const told = (lines: readonly StoredLine[]) =>
    lines
      .map(({ key, sku, name, quantity, unitPriceCents, totalCents }) => ({
        ...{ key, sku, name, quantity, unitPriceCents, totalCents },
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  const [old, now] = [told(before), told(group.lines)]
  const isLinked = group.lines.some(({ key, productId }) => productId !== (known.get(key)?.productId ?? null))
  if (JSON.stringify(old) !== JSON.stringify(now) || isLinked) changes.lines = [old, now]
}

const same = (a: unknown, b: unknown) =>
  a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b
