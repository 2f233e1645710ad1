import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { FileRefused } from './refusal.ts'
import { type XmlHandlers, xmlScanner } from './xml-scanner.ts'

const MAX_ENTRIES = 10_000
const MAX_PART_BYTES = 4 * 1024 ** 3
/** Sheets compress 5 to 100 times; deflate's limit is 1,032, where the bombs are. Small parts may do as they like. */
const MAX_RATIO = 300
const UNSUSPECTED_BYTES = 16 * 1024 ** 2

export type Archive = {
  names: string[]
  /** Unpacked size of a part, 0 when there is none. */
  size(name: string): number
  /** Null when there is no such part. Declared sizes are enforced while streaming. */
  open(name: string): Promise<Readable | null>
  close(): void
}
/** Opens a ZIP and judges it by its directory alone, before unpacking a byte. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false }).catch(damaged)
  const entries = new Map<string, yauzl.Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= MAX_ENTRIES) throw new FileRefused('file_expands_too_much', 'entries')
      if (entry.isEncrypted()) throw new FileRefused('file_encrypted', 'zip')
      entries.set(entry.fileName.replace(/^\/+/, ''), entry)
    }
  } catch (error) {
    zip.close()
    if (error instanceof FileRefused) throw error
    return damaged()
  }
  return {
    names: [...entries.keys()],
    size: (name) => entries.get(name)?.uncompressedSize ?? 0,
    close: () => zip.close(),
    async open(name) {
      const entry = entries.get(name)
      if (!entry) return null
      refuseBomb(entry)
      return zip.openReadStreamPromise(entry).catch(damaged)
    },
  }
}

/** Streams a part through the XML scanner, pausing after each piece with the number of bytes read so far. */
export async function* parseXml(part: Readable, handlers: XmlHandlers): AsyncGenerator<number> {
  const scanner = xmlScanner(handlers)
  const decoder = new TextDecoder()
  let bytes = 0
  try {
    for await (const piece of part) {
      scanner.push(decoder.decode(piece, { stream: true }))
      bytes += piece.length
      yield bytes
    }
    scanner.push(decoder.decode())
    scanner.end()
    yield bytes
  } catch (error) {
    if (error instanceof FileRefused) throw error
    damaged()
  } finally {
    part.destroy()
  }
}

/** Runs a whole part through the handlers. */
export async function readXml(archive: Archive, name: string, handlers: XmlHandlers): Promise<boolean> {
  const part = await archive.open(name)
  if (!part) return false
  for await (const _ of parseXml(part, handlers));
  return true
}

function refuseBomb({ uncompressedSize, compressedSize, fileName }: yauzl.Entry): void {
  const isSuspect = uncompressedSize > UNSUSPECTED_BYTES && uncompressedSize > compressedSize * MAX_RATIO
  if (isSuspect || uncompressedSize > MAX_PART_BYTES) throw new FileRefused('file_expands_too_much', fileName)
}

/** What the libraries say of it is no help to whoever has the file. */
function damaged(): never {
  throw new FileRefused('file_damaged')
}
