import type { Readable } from 'node:stream'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import type { Services } from '#kernel/services.ts'

export type NewFile = {
  workspaceId: string
  /** What the browser calls it on download. */
  name: string
  mediaType: string
  /** Decides who may download it, see `file-access.ts`: `import`, `import_errors`, `export`; others only by who made it. */
  purpose: string
  createdBy: string | null
  content: Readable | AsyncIterable<Buffer | string>
  /** Afterwards the daily housekeeping removes it. */
  expiresAt?: Date | null
}

/**
 * Stores the content, then its row in the caller's transaction; `GET /files/:id` serves it.
 * If the transaction fails here, the content is removed again.
 */
export async function saveFile(services: Pick<Services, 'files' | 'clock'>, tx: Tx, file: NewFile): Promise<{ id: string; bytes: number }> {
  const { key, bytes } = await services.files.put(file.content)
  const id = newId()
  try {
    await tx
      .insertInto('file')
      .values({
        workspaceId: file.workspaceId,
        id,
        storageKey: key,
        name: file.name.slice(0, 250),
        mediaType: file.mediaType,
        bytes,
        purpose: file.purpose,
        createdBy: file.createdBy,
        createdAt: services.clock.now(),
        expiresAt: file.expiresAt ?? null,
      })
      .execute()
  } catch (error) {
    await services.files.remove(key)
    throw error
  }
  return { id, bytes }
}
