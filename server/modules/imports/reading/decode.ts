import { isAscii, isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import type { Encoding } from './rows.ts'

const PIECE_BYTES = 32768
const MAX_CARRIED_BYTES = 1_048_576
const windows1252 = new TextDecoder('windows-1252')

/** The text of a file in pieces, with constant memory. Cut at line ends where lines are of reasonable length. */
export async function* decodedPieces(path: string, encoding: Encoding): AsyncGenerator<string> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(MAX_CARRIED_BYTES + PIECE_BYTES)
    let filled = 0
    let isFirst = true
    for (;;) {
      const { bytesRead } = await file.read(buffer, filled, PIECE_BYTES)
      filled += bytesRead
      if (filled === 0) return
      const end = bytesRead === 0 ? filled : cutAt(buffer, filled, encoding)
      if (end > 0) {
        yield decode(buffer.subarray(isFirst ? bomLength(buffer.subarray(0, filled)) : 0, end), encoding)
        isFirst = false
        buffer.copyWithin(0, end, filled)
        filled -= end
      }
      if (bytesRead === 0) return
    }
  } finally {
    await file.close()
  }
}

/**
 * Text of whole lines. A UTF-8 file into which lines of another code page were pasted (two exports joined by hand) is
 * read line by line: those that are not UTF-8 are Windows-1252, so nothing becomes a replacement character.
 */
export function decode(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-16le') return bytes.toString('utf16le')
  if (encoding === 'utf-16be')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (encoding === 'windows-1252') return windows1252.decode(bytes)
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeLineByLine(bytes)
}

export function bomLength(bytes: Buffer): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? 2 : 0
}

function decodeLineByLine(bytes: Buffer): string {
  let text = ''
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed === -1 ? bytes.length : feed + 1
    const line = bytes.subarray(start, end)
    text += isUtf8(line) ? line.toString('utf8') : windows1252.decode(line)
    start = end
  }
  return text
}

/** Where to cut what has been read; 0 to read on. */
function cutAt(buffer: Buffer, filled: number, encoding: Encoding): number {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return filled & ~1
  if (encoding === 'windows-1252') return filled
  const lineEnd = Math.max(buffer.lastIndexOf(0x0a, filled - 1), buffer.lastIndexOf(0x0d, filled - 1)) + 1
  if (lineEnd > 0) return lineEnd
  if (filled < MAX_CARRIED_BYTES) return 0
  // An endless line: cut between two characters.
  let end = filled
  while (end > filled - 4 && ((buffer[end - 1] ?? 0) & 0xc0) === 0x80) end--
  return ((buffer[end - 1] ?? 0) & 0x80) === 0 ? filled : end - 1
}
