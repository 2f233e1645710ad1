import { domainToASCII } from 'node:url'

export type EmailReading = { ok: true; value: string } | { ok: false; rule: 'email_invalid' | 'email_several' }

const PLAIN =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i
const LOCAL = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/**
 * An address as it is stored: trimmed, out of `Name <a@b.es>` or `mailto:`, local part as written in NFC (RFC 6531
 * letters allowed), domain in lower case and punycode. Lengths by RFC 5321: local 64 bytes, whole 254.
 */
export function readEmail(text: string): EmailReading {
  let address = text.trim().replace(/^mailto:/i, '')
  const bracketed = /<([^<>]*)>\s*$/.exec(address)
  if (bracketed) address = (bracketed[1] ?? '').trim()
  address = address.replace(/[;,.\s]+$/, '')
  if (address.split('@').length > 2 && /[;,\s/|]/.test(address)) return { ok: false, rule: 'email_several' }
  const at = address.lastIndexOf('@')
  if (at < 1) return { ok: false, rule: 'email_invalid' }
  const isPlain = PLAIN.test(address)
  const local = isPlain ? address.slice(0, at) : address.slice(0, at).normalize('NFC')
  const domain = isPlain ? address.slice(at + 1).toLowerCase() : domainToASCII(address.slice(at + 1).toLowerCase())
  if (!isPlain && !(LOCAL.test(local) && DOMAIN.test(domain))) return { ok: false, rule: 'email_invalid' }
  if (Buffer.byteLength(local) > 64 || local.length + domain.length > 253) return { ok: false, rule: 'email_invalid' }
  return { ok: true, value: `${local}@${domain}` }
}

/** What two spellings of one mailbox have in common: everything in lower case. Only for comparing, never for sending. */
export function emailKey(stored: string): string {
  return stored.toLowerCase()
}
