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
 * The string table of a workbook, which may be larger than memory: beyond `budget` (bytes, about) it goes in blocks of
 * 64 strings to a temporary file that has no name while it is in use, so a crash leaves nothing behind. Cells refer to
 * strings mostly in the order of their first use, so that a small cache of blocks answers nearly all.
 */
export function sharedStrings(budget = 24 * 1024 ** 2): SharedStrings {
  let memory: string[] = []
  let used = 0
  let written = 0
  let file = -1
  let offset = 0
  let pending: string[] = []
  let pendingCharacters = 0
  const blocks: { first: number; offset: number; length: number }[] = []
  const cache = new Map<number, { strings: string[]; weight: number }>()
  let cached = 0

  return { add, get, close }

  function add(text: string): void {
    used += weightOf(text)
    if (file !== -1) append(text)
    else if (used <= budget) memory.push(text)
    else {
      spill()
      append(text)
    }
  }

  function get(index: number): string {
    if (file === -1) return memory[index] ?? ''
    if (index >= written) return pending[index - written] ?? ''
    const number = blockOf(index)
    const block = blocks[number]
    return block ? (stringsOf(number)[index - block.first] ?? '') : ''
  }

  function close(): void {
    if (file !== -1) closeSync(file)
    file = -1
    memory = []
    cache.clear()
  }

  function spill(): void {
    const folder = mkdtempSync(join(tmpdir(), 'workbook-'))
    file = openSync(join(folder, 'strings'), 'w+', 0o600)
    rmSync(folder, { recursive: true })
    for (const text of memory) append(text)
    memory = []
  }

  function append(text: string): void {
    pending.push(text)
    pendingCharacters += text.length
    if (pending.length < BLOCK_STRINGS && pendingCharacters < BLOCK_CHARACTERS) return
    const bytes = Buffer.from(JSON.stringify(pending))
    writeSync(file, bytes, 0, bytes.length, offset)
    blocks.push({ first: written, offset, length: bytes.length })
    offset += bytes.length
    written += pending.length
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
    if (known) return known.strings
    const block = blocks[number]
    if (!block) return []
    const bytes = Buffer.allocUnsafe(block.length)
    readSync(file, bytes, 0, block.length, block.offset)
    const strings: string[] = JSON.parse(bytes.toString('utf8'))
    const weight = strings.reduce((sum, text) => sum + weightOf(text), 0)
    cached += weight
    cache.set(number, { strings, weight })
    for (const [oldest, entry] of cache) {
      if (cached <= budget || cache.size === 1) break
      cache.delete(oldest)
      cached -= entry.weight
    }
    return strings
  }
}

/** About what V8 needs for a string and its place in an array. */
function weightOf(text: string): number {
  return text.length + 40
}
