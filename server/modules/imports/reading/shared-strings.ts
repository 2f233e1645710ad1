import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BLOCK_STRINGS = 64
const BLOCK_CHARACTERS = 65_536

export type SharedStrings = {
  add(text: string): void
  get(index: number): string
  close(): void
}

/**
 * The string table of a workbook, which may be larger than memory. Strings are packed into blocks of 64, kept as bytes
 * up to `budget`, beyond it in a temporary file that has no name while it is in use, so a crash leaves nothing behind.
 * Cells refer to strings mostly in the order of their first use: a small cache of unpacked blocks answers nearly all.
 */
export function sharedStrings(budget = 4 * 1024 ** 2): SharedStrings {
  const blocks: { first: number; offset: number; bytes: Buffer | null; length: number }[] = []
  const cache = new Map<number, { strings: string[]; weight: number; isUsed: boolean }>()
  let cached = 0
  let kept = 0
  let packed = 0
  let file = -1
  let offset = 0
  let pending: string[] = []
  let pendingCharacters = 0

  return { add, get, close }

  function add(text: string): void {
    pending.push(text)
    pendingCharacters += text.length
    if (pending.length >= BLOCK_STRINGS || pendingCharacters >= BLOCK_CHARACTERS) pack()
  }

  function get(index: number): string {
    if (index >= packed) return pending[index - packed] ?? ''
    const number = blockOf(index)
    return stringsOf(number)[index - (blocks[number]?.first ?? 0)] ?? ''
  }

  function close(): void {
    if (file !== -1) closeSync(file)
    file = -1
    blocks.length = 0
    cache.clear()
  }

  function pack(): void {
    const bytes = Buffer.from(JSON.stringify(pending))
    const isKept = kept + bytes.length <= budget
    if (isKept) kept += bytes.length
    else {
      if (file === -1) file = unnamedFile()
      writeSync(file, bytes, 0, bytes.length, offset)
    }
    blocks.push({ first: packed, offset, bytes: isKept ? bytes : null, length: bytes.length })
    if (!isKept) offset += bytes.length
    packed += pending.length
    pending = []
    pendingCharacters = 0
  }

  function blockOf(index: number): number {
    let low = 0
    let high = blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((blocks[middle]?.first ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  function stringsOf(number: number): string[] {
    const known = cache.get(number)
    if (known) {
      known.isUsed = true
      return known.strings
    }
    const block = blocks[number]
    if (!block) return []
    const bytes = block.bytes ?? Buffer.allocUnsafe(block.length)
    if (!block.bytes) readSync(file, bytes, 0, block.length, block.offset)
    const strings: string[] = JSON.parse(bytes.toString('utf8'))
    const weight = block.length * 2 + strings.length * 40
    cached += weight
    cache.set(number, { strings, weight, isUsed: false })
    evict()
    return strings
  }

  /** Second chance: blocks used since they were last looked at go to the end of the queue once. */
  function evict(): void {
    for (const [oldest, entry] of cache) {
      if (cached <= budget / 2 || cache.size === 1) return
      cache.delete(oldest)
      if (entry.isUsed) cache.set(oldest, { ...entry, isUsed: false })
      else cached -= entry.weight
    }
  }
}

function unnamedFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-'))
  const file = openSync(join(folder, 'strings'), 'w+', 0o600)
  rmSync(folder, { recursive: true })
  return file
}
