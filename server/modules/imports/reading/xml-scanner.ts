export type XmlHandlers = {
  open?: (name: string, attributes: Record<string, string>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}
export type XmlScanner = { push(piece: string): void; end(): void }

const MAX_MARKUP_CHARACTERS = 1_048_576
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const QUOTE = 34
const APOSTROPHE = 39
const GREATER = 62
const SLASH = 47

/**
 * A push scanner for the XML that spreadsheets write, five times as fast as a validating parser. Names come without
 * their prefix. Text may come in several pieces. Knows no document type, so that no entity can be defined or expanded:
 * DOCTYPE is an error. Throws Error when tags do not balance or markup never ends.
 */
export function xmlScanner({ open, text, close }: XmlHandlers): XmlScanner {
  let source = ''
  let at = 0
  let depth = 0

  return { push, end }

  function push(piece: string): void {
    source = at < source.length ? source.slice(at) + piece : piece
    at = 0
    while (at < source.length) {
      const less = source.indexOf('<', at)
      if (less !== at) {
        const until = less === -1 ? wholeTextEnd() : less
        if (text && until > at) text(unescapeXml(source.slice(at, until)))
        at = until
        if (less === -1) break
      }
      if (!markup()) break
    }
    if (source.length - at > MAX_MARKUP_CHARACTERS) throw new Error('endless markup')
  }

  function end(): void {
    if (at < source.length || depth !== 0) throw new Error('unexpected end of XML')
  }

  /** An entity may be cut: text is taken up to its `&`. */
  function wholeTextEnd(): number {
    const ampersand = source.lastIndexOf('&')
    return ampersand >= at && source.indexOf(';', ampersand) === -1 && source.length - ampersand < 12
      ? ampersand
      : source.length
  }

  /** False while the markup that begins at `at` is not whole. */
  function markup(): boolean {
    const next = source[at + 1]
    if (next === '?') return skip('?>', 2)
    if (next === '!') return declaration()
    const greater = tagEnd(source, at + 1)
    if (greater === -1) return false
    tag(greater)
    at = greater + 1
    return true
  }

  function declaration(): boolean {
    if (source.startsWith('<!--', at)) return skip('-->', 4)
    if (source.startsWith('<![CDATA[', at)) {
      const start = at + 9
      if (!skip(']]>', 9)) return false
      text?.(source.slice(start, at - 3))
      return true
    }
    if (source.length - at < 9) return false
    throw new Error('document type refused')
  }

  function skip(closing: string, from: number): boolean {
    const found = source.indexOf(closing, at + from)
    if (found === -1) return false
    at = found + closing.length
    return true
  }

  function tag(greater: number): void {
    if (source.charCodeAt(at + 1) === SLASH) {
      depth -= 1
      if (depth < 0) throw new Error('unbalanced XML')
      close?.(localName(source.slice(at + 2, greater).trimEnd()))
      return
    }
    const isClosed = source.charCodeAt(greater - 1) === SLASH
    const inside = source.slice(at + 1, isClosed ? greater - 1 : greater)
    const space = inside.search(/\s/)
    const name = localName(space === -1 ? inside : inside.slice(0, space))
    open?.(name, space === -1 ? {} : attributesOf(inside, space))
    if (isClosed) close?.(name)
    else depth += 1
  }
}

/** Where a tag ends, given that `>` may stand in the value of an attribute. */
function tagEnd(source: string, from: number): number {
  let quote = 0
  for (let at = from; at < source.length; at++) {
    const code = source.charCodeAt(at)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === GREATER) return at
    else if (code === QUOTE || code === APOSTROPHE) quote = code
  }
  return -1
}

function attributesOf(inside: string, from: number): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (let at = from; ; ) {
    const equals = inside.indexOf('=', at)
    if (equals === -1) return attributes
    let opening = equals + 1
    while (opening < inside.length && inside[opening] !== '"' && inside[opening] !== "'") opening++
    const closing = inside.indexOf(inside[opening] ?? '"', opening + 1)
    if (closing === -1) return attributes
    attributes[inside.slice(at, equals).trim()] = unescapeXml(inside.slice(opening + 1, closing))
    at = closing + 1
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
