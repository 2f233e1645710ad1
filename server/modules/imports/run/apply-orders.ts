import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { resolveCompanies } from '#modules/companies/public.ts'
import type { PersonInput } from '#modules/contacts/public.ts'
import { type OrderInput, type OrderLineInput, recordOrders } from '#modules/orders/public.ts'
import { orderStateOf } from '../order-states.ts'
import { columnOf } from './apply-contacts.ts'
import { byExternalIds, contentId } from './apply-deals.ts'
import type { Apply } from './outcome.ts'
import { instantOf, moneyOf, numberOf, type ReadRow, type Refusal, textOf } from './read-row.ts'
import { type Result, sortOut } from './sort-out.ts'
import type { Task } from './task.ts'

const slackMs = 86_400_000
/** As the contract has it: sums of many orders stay exact. */
const mostCents = 9_000_000_000_000
const mostUnits = 1_000_000

/** One row: a line of an order, or a whole order of one line. */
type OrderRow = Omit<OrderInput, 'lines' | 'orderedAt'> & { orderedAt: Date | null; line: OrderLineInput }

/**
 * Orders by their ids; rows of one id are lines of one order, in as many batches as it takes. Where a unit price stands beside it,
 * the amount is the order's; else it is the line's, and orders are the sum of their lines.
 */
export const applyOrders: Apply = async (tx, task, at, rows) => {
  const people = new Map(
    (await byExternalIds(tx, task.workspaceId, distinct(rows, 'contactExternalId'))).map(({ value, subjectId }) => [
      value,
      subjectId,
    ]),
  )
  const deals = await dealsOf(tx, task.workspaceId, distinct(rows, 'dealExternalId'))
  const companies = await resolveCompanies(tx, task.actor, at, distinct(rows, 'companyName'))
  const { inputs, outcomes } = sortOut(rows, (row): OrderRow | Refusal =>
    readOrder(task, at, row, people, deals, companies),
  )
  const orders = [...Map.groupBy(inputs, ({ externalId }) => externalId)]
  const recorded = await recordOrders(
    tx,
    task.actor,
    at,
    orders.map(([, lines]) => orderOf(lines, at)),
  )
  const byId = new Map(orders.map(([externalId], index) => [externalId, recorded[index]!]))
  const told = new Set<string>()
  return outcomes(
    inputs.map(({ externalId }): Result => {
      const { orderId: id, created, changed } = byId.get(externalId)!
      const isFirst = !told.has(id)
      told.add(id)
      return { id, created: created && isFirst, changed }
    }),
  )
}

const distinct = (rows: readonly ReadRow[], field: string) => [
  ...new Set(rows.flatMap((row) => textOf(row, field) ?? [])),
]

async function dealsOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; externalId: string }>`select id, external_id from deal
    where workspace_id = ${workspaceId} and external_id = any (${[...ids]}::text[]) and deleted_at is null`.execute(tx)
  return new Map(rows.map(({ id, externalId }) => [externalId, id]))
}

function readOrder(
  task: Task,
  at: Date,
  row: ReadRow,
  people: ReadonlyMap<string, string>,
  deals: ReadonlyMap<string, string>,
  companies: ReadonlyMap<string, string>,
): OrderRow | Refusal {
  const refuse = (field: string, rule: string, params?: Refusal['params']): Refusal => ({
    column: columnOf(task, field),
    rule,
    ...(params && { params }),
  })
  const contactId = textOf(row, 'contactExternalId')
  const hasPerson = textOf(row, 'contactEmail') !== null || textOf(row, 'contactPhone') !== null
  if (contactId !== null && !people.has(contactId) && !hasPerson) return refuse('contactExternalId', 'contact_unknown')
  const dealId = textOf(row, 'dealExternalId')
  if (dealId !== null && !deals.has(dealId)) return refuse('dealExternalId', 'deal_unknown')
  const word = textOf(row, 'status')
  const state = word === null ? null : orderStateOf(word, task.options.stageValues ?? {})
  if (word !== null && state === null) return refuse('status', 'status_unknown', { value: word })
  const orderedAt = instantOf(row, 'orderedAt')
  if (orderedAt && orderedAt.getTime() > at.getTime() + slackMs) return refuse('orderedAt', 'date_in_future')
  const quantity = numberOf(row, 'quantity') ?? 1
  if (!Number.isInteger(quantity)) return refuse('quantity', 'integer_invalid')
  if (quantity < 1 || quantity > mostUnits) return refuse('quantity', 'number_out_of_range')
  const [price, amount] = [moneyOf(row, 'unitPrice'), moneyOf(row, 'amount')]
  for (const [field, money] of [['unitPrice', price] as const, ['amount', amount] as const])
    if (money && (money.amountCents < 0 || money.amountCents > mostCents)) return refuse(field, 'number_out_of_range')
  if (!price && !amount) return refuse('amount', 'amount_missing')
  if (price && price.amountCents * quantity > mostCents) return refuse('unitPrice', 'number_out_of_range')
  const currency = textOf(row, 'currency')?.toUpperCase() ?? price?.currency ?? amount?.currency ?? task.currency
  if (!/^[A-Z]{3}$/.test(currency)) return refuse('currency', 'currency_invalid')

  const company = textOf(row, 'companyName')
  const totalCents = price ? price.amountCents * quantity : amount!.amountCents
  const subjectId = contactId === null ? null : (people.get(contactId) ?? null)
  return {
    source: 'import',
    externalId: textOf(row, 'externalId') ?? contentId(row),
    number: textOf(row, 'externalId'),
    state,
    orderedAt: orderedAt && orderedAt > at ? at : orderedAt,
    currency,
    totalCents: price ? (amount?.amountCents ?? null) : null,
    subjectId,
    buyer: subjectId ? null : buyerOf(task, row, orderedAt ?? at),
    companyId: company === null ? null : (companies.get(company) ?? null),
    dealId: dealId === null ? null : (deals.get(dealId) ?? null),
    note: textOf(row, 'note'),
    line: {
      sku: textOf(row, 'productSku'),
      name: textOf(row, 'productName'),
      quantity,
      unitPriceCents: price ? price.amountCents : Math.round(totalCents / quantity),
      totalCents,
    },
  }
}

function buyerOf({ options }: Task, row: ReadRow, seenAt: Date): PersonInput | null {
  const [email, phone] = [textOf(row, 'contactEmail'), textOf(row, 'contactPhone')]
  if (email === null && phone === null) return null
  return {
    email,
    phone,
    externalId: textOf(row, 'contactExternalId'),
    attributes: {
      fullName: textOf(row, 'contactName'),
      companyName: textOf(row, 'companyName'),
      tags: options.tags ?? [],
    },
    origin: 'import',
    source: options.source ?? null,
    seenAt,
    overwrite: false,
  }
}

/** The lines of one order in this batch. What only the first of them says holds for all, as shops write their files. */
function orderOf(rows: readonly OrderRow[], at: Date): OrderInput {
  const seen = new Map<string, number>()
  const first = <F extends keyof OrderRow>(field: F): OrderRow[F] =>
    rows.find((row) => row[field] !== null && row[field] !== undefined)?.[field] ?? rows[0]![field]
  const { line: _, ...order } = rows[0]!
  return {
    ...order,
    ...{ state: first('state'), totalCents: first('totalCents'), note: first('note'), currency: first('currency') },
    ...{ subjectId: first('subjectId'), buyer: first('buyer'), companyId: first('companyId'), dealId: first('dealId') },
    orderedAt: first('orderedAt') ?? at,
    partial: true,
    lines: rows.map(({ line }) => {
      const what = (line.sku || line.name || '').toLowerCase().slice(0, 150)
      const again = (seen.get(what) ?? 0) + 1
      seen.set(what, again)
      return { ...line, key: `${what}#${again}` }
    }),
  }
}
