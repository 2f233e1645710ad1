import type { shopChecks, shopProblems } from '#contract/shops.ts'

export type ShopProblemCode = (typeof shopProblems)[number]
export type ShopCheck = (typeof shopChecks)[number]

/** What is wrong between the shop and us, in a word people can act on and a detail without secrets. */
export class ShopError extends Error {
  override name = 'ShopError'
  readonly code: ShopProblemCode
  readonly detail: string
  constructor(code: ShopProblemCode, detail = '') {
    super(`${code} ${detail}`)
    this.code = code
    this.detail = detail.slice(0, 300)
  }
}

/** Which step of a look at the shop a problem belongs to. */
export const checkOf: Record<ShopProblemCode, ShopCheck> = {
  address_invalid: 'address',
  host_unknown: 'host',
  host_not_public: 'host',
  connection_refused: 'connection',
  tls_failed: 'connection',
  timed_out: 'connection',
  rate_limited: 'connection',
  shop_failing: 'connection',
  server_error: 'connection',
  answer_too_large: 'shop',
  answer_unreadable: 'shop',
  not_found: 'shop',
  not_a_shop: 'shop',
  redirects: 'shop',
  blocked: 'shop',
  key_wrong: 'key',
  key_not_received: 'key',
  scope_missing: 'scopes',
}

/** What may pass by itself: worth another try later. */
export const passes = ({ code }: ShopError): boolean =>
  ['host_unknown', 'connection_refused', 'timed_out', 'rate_limited', 'shop_failing'].includes(code)
