import type { orderSources, orderStates } from '#contract/orders.ts'
import type { PersonInput } from '#modules/contacts/public.ts'

export type OrderState = (typeof orderStates)[number]
export type OrderSource = (typeof orderSources)[number]

export type OrderLineInput = {
  /** Which line of its order: the source's id of it; missing: its place. */
  key?: string | null
  productId?: string | null
  /** Finds the product where `productId` is missing; kept as written. */
  sku?: string | null
  name?: string | null
  quantity: number
  unitPriceCents: number
  /** After discounts; missing: quantity × unit price. */
  totalCents?: number | null
}
export type OrderInput = {
  source: OrderSource
  shopId?: string | null
  /** With `source` and `shopId` says which order is meant; at most 200 characters. Missing: always a new order. */
  externalId?: string | null
  /** As the customer knows it; missing: the external id, else the next of the workspace's own. */
  number?: string | null
  /** Missing: stays as it is; a new order is placed. */
  state?: OrderState | null
  /** Missing: stays as it is; a new order is of now. */
  orderedAt?: Date | null
  currency: string
  /** With postage and discounts; missing: the sum of the lines. */
  totalCents?: number | null
  /** Found or made; or a contact that is known already. */
  buyer?: PersonInput | null
  subjectId?: string | null
  /** Missing: the buyer's company. */
  companyId?: string | null
  dealId?: string | null
  campaignId?: string | null
  linkCode?: string | null
  note?: string | null
  /** When the source last changed it: what is older than what is stored is left aside. */
  sourceUpdatedAt?: Date | null
  lines: readonly OrderLineInput[]
  /** These are some of its lines; those known already stay (files with a row for each line). */
  partial?: boolean
}
export type RecordedOrder = {
  orderId: string
  created: boolean
  changed: boolean
  /** What the news changed of an order that was known. */
  changes: Changes
}

export type StoredOrder = {
  id: string
  number: string
  source: OrderSource
  shopId: string | null
  externalId: string | null
  subjectId: string | null
  companyId: string | null
  dealId: string | null
  state: OrderState
  orderedAt: Date
  totalCents: number
  currency: string
  campaignId: string | null
  linkCode: string | null
  note: string | null
  sourceUpdatedAt: Date | null
  search: string
  deletedAt: Date | null
}
export type StoredLine = {
  orderId: string
  id: string
  key: string
  position: number
  productId: string | null
  sku: string
  name: string
  quantity: number
  unitPriceCents: number
  totalCents: number
  orderedAt: Date
}

/** `{ field: [before, after] }` */
export type Changes = Record<string, unknown[]>

/** One order of the batch: before (null: new) and after. */
export type OrderGroup = {
  key: string | null
  input: OrderInput
  row: StoredOrder
  lines: StoredLine[]
  before: { row: StoredOrder; lines: readonly StoredLine[] } | null
  changes: Changes
}
