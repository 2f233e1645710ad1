import { domainToASCII } from 'node:url'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

const PLAIN =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
const LOCAL = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
const E164 = /^\+[1-9]\d{6,14}$/
/** What people and address books write around a number: `tel:`, "(móvil)". */
const LABELS = /^\p{L}{1,12}\s*[.:]\s*|\s*\([^)\d]*\)$/gu
/** The parser takes numbers that begin with a digit or a plus. */
const BRACKETED_COUNTRY = /^\((\+\d+)\)/
/** Mexican mobiles had a 1 after the country's code until 2019: WhatsApp and old records still write it. */
const OLD_MEXICAN = /^\+521(?=\d{10}$)/

/**
 * The one spelling of an address by which people are told apart: trimmed, lower case, local part in NFC (RFC 6531
 * letters allowed), domain in punycode. Null when it cannot be an address. Lengths by RFC 5321: local 64 bytes, whole 254.
 */
export function normaliseEmail(text: string): string | null {
  const address = text.trim().toLowerCase()
  const at = address.lastIndexOf('@')
  if (at < 1 || address.length > 320) return null
  if (PLAIN.test(address)) return at <= 64 && address.length <= 254 ? address : null
  const local = address.slice(0, at).normalize('NFC')
  const domain = domainToASCII(address.slice(at + 1))
  if (!LOCAL.test(local) || !DOMAIN.test(domain)) return null
  return Buffer.byteLength(local) <= 64 && Buffer.byteLength(local) + domain.length <= 253 ? `${local}@${domain}` : null
}

/** E.164 of a phone in any national form, or null when it is no valid number. `defaultCountry`: ISO 3166 alpha-2. */
export function normalisePhone(text: string, defaultCountry = 'ES'): string | null {
  const trimmed = text.trim()
  // What is E.164 already is taken as it is: parsing costs 20 µs, and batches bring thousands.
  if (E164.test(trimmed)) return trimmed.replace(OLD_MEXICAN, '+52')
  if (trimmed.length < 5 || trimmed.length > 60) return null
  const country: CountryCode | undefined = isSupportedCountry(defaultCountry) ? defaultCountry : undefined
  const written = trimmed
    .replace(LABELS, '')
    .replace(BRACKETED_COUNTRY, '$1')
    .replace(/^00(?=[1-9 ])/, '+')
  const number = parse(written, country)
  const current = number && OLD_MEXICAN.test(number.number) ? parse(number.number.replace(OLD_MEXICAN, '+52')) : number
  return current?.isValid() ? current.number : null
}

const parse = (text: string, country?: CountryCode) =>
  parsePhoneNumberFromString(text, { ...(country && { defaultCountry: country }), extract: false })
