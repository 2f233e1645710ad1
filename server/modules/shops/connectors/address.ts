import { ShopError } from '../net/shop-error.ts'

/**
 * `https://tienda.es/es` from what people paste: with or without scheme, with a trailing slash, with the path of the API.
 * @param tail of the path that belongs to the API and not to the shop
 */
export function shopAddress(given: string, allowsHttp: boolean, tail: RegExp): string {
  const typed = given.trim()
  const href = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(href)) throw new ShopError('address_invalid', typed)
  const url = new URL(href)
  const isFine =
    (url.protocol === 'https:' || (allowsHttp && url.protocol === 'http:')) && !url.username && url.hostname.length > 0
  if (!isFine) throw new ShopError('address_invalid', typed)
  const path = url.pathname.replace(tail, '').replace(/\/+$/, '')
  return `${url.origin}${path}`
}
