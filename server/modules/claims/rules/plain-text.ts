import type { Span } from './quantities.ts'

/** A text as people read it, and where each stretch of it stands in what was written. */
export type PlainText = { text: string; written: (span: Span) => Span }

const markup = /<\/?([a-z][a-z\d]*)\b[^<>]*>|<!--[^<>]*-->|&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi
const blocks =
  /^(?:address|article|blockquote|br|dd|div|dt|footer|h[1-6]|header|hr|li|ol|p|section|table|td|th|tr|ul)$/i
/** Those that stand in and around numbers, and the letters of their units. */
const entities: Record<string, string> = {
  ...{ nbsp: '\u00a0', thinsp: '\u2009', ensp: ' ', emsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
  ...{ deg: '°', ordm: 'º', ordf: 'ª', minus: '−', ndash: '–', mdash: '—', Prime: '″', rdquo: '”', ldquo: '“' },
  ...{ euro: '€', pound: '£', percnt: '%', sup2: '²', micro: 'µ', middot: '·', bull: '•', hellip: '…' },
  ...{
    aacute: 'á',
    eacute: 'é',
    iacute: 'í',
    oacute: 'ó',
    uacute: 'ú',
    ntilde: 'ñ',
    uuml: 'ü',
    iexcl: '¡',
    iquest: '¿',
  },
}

/** HTML without its tags, the ends of its blocks as ends of lines and its entities as characters; plain words as they are. */
export function plainText(body: string): PlainText {
  const starts: number[] = []
  const ends: number[] = []
  let text = ''
  const add = (chars: string, start: number, end: number) => {
    for (let index = 0; index < chars.length; index++) {
      starts.push(start)
      ends.push(end)
    }
    text += chars
  }
  const addWords = (from: number, to: number) => {
    for (let index = from; index < to; index++) add(body[index]!, index, index + 1)
  }
  let done = 0
  for (const match of body.matchAll(markup)) {
    const [whole, tag, entity] = match
    const end = match.index + whole.length
    addWords(done, match.index)
    if (entity) add(characterOf(entity) ?? whole, match.index, end)
    else if (tag && blocks.test(tag)) add('\n', match.index, end)
    done = end
  }
  addWords(done, body.length)
  return { text, written: ({ start, end }) => ({ start: starts[start]!, end: ends[end - 1]! }) }
}

function characterOf(entity: string): string | null {
  if (!entity.startsWith('#')) return entities[entity] ?? null
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : null
}
