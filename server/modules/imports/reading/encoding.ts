import { isAscii, isUtf8 } from 'node:buffer'
import { FileRefused } from './refusal.ts'
import type { Encoding } from './rows.ts'

/** Byte signatures of what people rename to .csv. OLE is old Excel or an encrypted workbook and is told apart there. */
const SIGNATURES: [name: string, bytes: string][] = [
  ['pdf', '255044462d'],
  ['gzip', '1f8b08'],
  ['rar', '526172211a07'],
  ['7z', '377abcaf271c'],
  ['png', '89504e47'],
  ['jpeg', 'ffd8ff'],
  ['sqlite', '53514c69746520666f726d6174'],
]

/** Refuses what has the signature of another format, or the shape of HTML or JSON. */
export function refuseOtherFormats(head: Buffer): void {
  const hex = head.subarray(0, 16).toString('hex')
  const known = SIGNATURES.find(([, signature]) => hex.startsWith(signature))
  if (known) throw new FileRefused('file_format_unsupported', known[0])
  const opening = head
    .subarray(0, 512)
    .toString('latin1')
    .replace(/^(ï»¿)?\s+/, '$1')
    .replace('ï»¿', '')
    .toLowerCase()
  if (/^<(!doctype|html|table|\?xml|head|body|div)/.test(opening)) throw new FileRefused('file_not_tabular', 'html')
  if (/^(\{\s*"|\[\s*[{[])/.test(opening)) throw new FileRefused('file_not_tabular', 'json')
}

/**
 * The encoding of a text file from samples of its bytes, the first of them the beginning. A byte order mark decides;
 * then zero bytes in every other place mean UTF-16; then valid UTF-8; else Windows-1252. Binary content is refused.
 */
export function detectEncoding(samples: readonly Buffer[]): Encoding {
  const [head = Buffer.alloc(0)] = samples
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  const utf16 = zeroPattern(head)
  if (utf16) return utf16
  refuseBinary(samples)
  let utf8Lines = 0
  let otherLines = 0
  for (const sample of samples) {
    if (isAscii(sample)) continue
    for (const line of wholeLines(sample)) {
      if (isAscii(line)) continue
      if (isUtf8(line)) utf8Lines++
      else otherLines++
    }
  }
  return otherLines > utf8Lines ? 'windows-1252' : 'utf-8'
}

function zeroPattern(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const zeros = [0, 0]
  const length = Math.min(bytes.length & ~1, 65_536)
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const half = length / 2
  if (odd > half * 0.4 && even < half * 0.1) return 'utf-16le'
  return even > half * 0.4 && odd < half * 0.1 ? 'utf-16be' : null
}

/** Stray NUL bytes are a row's problem; control characters all over are no text in any encoding. */
function refuseBinary(samples: readonly Buffer[]): void {
  let controls = 0
  let total = 0
  for (const sample of samples) {
    total += sample.length
    for (const byte of sample) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++
  }
  if (controls > 8 && controls > total * 0.02) throw new FileRefused('file_not_tabular', 'binary')
}

/** Samples are cut anywhere: their first and last lines may be torn, so they count only when there are no others. */
function wholeLines(sample: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < sample.length; ) {
    const feed = sample.indexOf(0x0a, start)
    const end = feed === -1 ? sample.length : feed + 1
    lines.push(sample.subarray(start, end))
    start = end
  }
  return lines.length > 2 ? lines.slice(0, -1) : lines
}
