import { open } from 'node:fs/promises'

const HEAD_BYTES = 262_144
const WINDOW_BYTES = 65_536
const WINDOWS = 8

export type FileSamples = {
  bytes: number
  head: Buffer
  /** Further pieces in file order, the last one ending with the file; none when the head is the whole file. */
  further: Buffer[]
}

/** The beginning, some pieces spread over the middle, and the end: a late change of date order must show up. */
export async function readSamples(path: string): Promise<FileSamples> {
  const file = await open(path, 'r')
  try {
    const { size: bytes } = await file.stat()
    const read = async (start: number, length: number) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, bytes - start)))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
      return buffer.subarray(0, bytesRead)
    }
    const head = await read(0, HEAD_BYTES)
    const rest = bytes - head.length
    if (rest <= 0) return { bytes, head, further: [] }
    if (rest <= WINDOWS * WINDOW_BYTES) return { bytes, head, further: [await read(head.length & ~1, rest + 1)] }
    const further: Buffer[] = []
    for (let index = 1; index <= WINDOWS; index++) {
      const start = head.length + Math.floor((rest * index) / WINDOWS) - WINDOW_BYTES
      further.push(await read(start & ~1, index === WINDOWS ? WINDOW_BYTES + 1 : WINDOW_BYTES))
    }
    return { bytes, head, further }
  } finally {
    await file.close()
  }
}
