import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isId, newId } from './id.ts'

/** Blobs by opaque key. The table `file` says what they are and whose. */
export type Files = {
  put(content: Readable | AsyncIterable<Buffer | string>): Promise<{ key: string; bytes: number }>
  open(key: string): Readable
  /** Local path for readers that need random access (XLSX). */
  path(key: string): string
  remove(key: string): Promise<void>
}

/** A blob appears under its key only when it is complete: written aside, then renamed. */
export function diskFiles(root: string): Files {
  const path = (key: string) => {
    if (!isId(key)) throw new Error('not a file key')
    return join(root, key.slice(-2), key)
  }
  return {
    path,
    open: (key) => createReadStream(path(key)),
    remove: (key) => rm(path(key), { force: true }),
    async put(content) {
      const key = newId()
      const target = path(key)
      await mkdir(dirname(target), { recursive: true })
      try {
        await pipeline(content, createWriteStream(`${target}.part`))
        await rename(`${target}.part`, target)
      } catch (error) {
        await rm(`${target}.part`, { force: true })
        throw error
      }
      return { key, bytes: (await stat(target)).size }
    },
  }
}
