import type { ShopCredentials, shopKinds, shopParts } from '#contract/shops.ts'
import type { OrderState } from '#modules/orders/public.ts'
import type { Client, Explain } from '../net/client.ts'
import type { Answer } from '../net/fetch.ts'

export type ShopKind = (typeof shopKinds)[number]
export type ShopPart = (typeof shopParts)[number]
export type About = { shopName: string | null; currency: string | null; version: string | null }

/** A thing that is sold: a product, or each of its variants. */
export type ShopProduct = {
  externalId: string
  sku: string
  name: string
  description: string | null
  url: string | null
  /** Taxes included where the shop says so; null: no price of its own. */
  priceCents: number | null
  currency: string | null
  /** Whole units; null: the shop does not count them. */
  onHand: number | null
}
export type ShopBuyer = {
  email: string | null
  phone: string | null
  fullName: string | null
  companyName: string | null
  city: string | null
  region: string | null
  country: string | null
  language: string | null
}
export type ShopOrderLine = {
  key: string
  sku: string | null
  name: string | null
  quantity: number
  unitPriceCents: number
  /** After discounts, taxes included. */
  totalCents: number
}
export type ShopOrder = {
  externalId: string
  number: string
  state: OrderState
  orderedAt: Date
  updatedAt: Date | null
  currency: string
  totalCents: number
  buyer: ShopBuyer
  lines: ShopOrderLine[]
  /** Campaign of the visit that led to it, as the shop knows it (utm_campaign). */
  utm: Record<string, string>
  refunds: ShopRefund[]
}
export type ShopRefund = {
  externalId: string
  orderExternalId: string
  returnedAt: Date
  amountCents: number
  /** The reason in the shop's words. */
  note: string | null
  lines: { lineKey: string; quantity: number; amountCents: number }[]
}
/** A record that cannot be taken, and why; words under `shops.issues.<rule>`. */
export type ShopIssue = { part: ShopPart; externalId: string; rule: string; detail: string }

/** Where to go on: what changed since then, and the page in the shop's own terms. */
export type PageAt = { since: Date | null; page: string | null }
export type Page<T> = { items: T[]; issues: ShopIssue[]; next: string | null }
export type One<T> = { items: T[]; issues: ShopIssue[] }

export type WebhookNews = {
  /** The same for every delivery of the same message. */
  delivery: string
  topic: string
  /** What to read again; null: nothing that is taken from here. */
  part: 'products' | 'orders' | null
  externalId: string | null
}
export type WebhookRequest = { headers: Record<string, string | undefined>; raw: Buffer; body: unknown }

export type Shopkeeper = { url: string; credentials: ShopCredentials }

/**
 * A kind of shop: all that Tándem knows of its API. Pages are read one by one, so that each can be written and remembered before
 * the next is asked for. Everything only reads.
 */
export type Connector = {
  kind: ShopKind
  /** Credentials without which nothing works. */
  needs: readonly (keyof ShopCredentials)[]
  hasWebhooks: boolean
  /** The address as it is kept; throws `address_invalid`. */
  addressOf: (given: string, allowsHttp: boolean) => string
  explain: Explain
  /** How long to wait before the next request, so that the shop's limit is never reached. */
  before?: (last: Answer) => number
  /** Asks for each part that is taken, cheapest first; throws what is wrong. */
  look: (client: Client, shop: Shopkeeper) => Promise<About>
  products: (client: Client, shop: Shopkeeper, at: PageAt, about: About) => Promise<Page<ShopProduct>>
  product: (client: Client, shop: Shopkeeper, externalId: string, about: About) => Promise<One<ShopProduct>>
  orders: (client: Client, shop: Shopkeeper, at: PageAt) => Promise<Page<ShopOrder>>
  /** One order with its refunds; no items: it is gone. */
  order: (client: Client, shop: Shopkeeper, externalId: string) => Promise<One<ShopOrder>>
  /** For kinds whose refunds do not come with their orders. */
  refunds?: (client: Client, shop: Shopkeeper, at: PageAt) => Promise<Page<ShopRefund>>
  /** Null: the signature is not the shop's. */
  webhook?: (request: WebhookRequest, secret: string) => WebhookNews | null
}
