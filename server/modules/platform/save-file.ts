import type { Readable } from 'node:stream'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import type { Services } from '#kernel/services.ts'

export type NewFile = {
  workspaceId: string
  /** What the browser calls it on download. */
  name: string
  mediaType: string
  /** Decides who may download it, see `files.ts`: `import`, `import_errors`, `export`; others only by who made it. */
  purpose: string
  createdBy: string | null
  content: Readable | AsyncIterable<Buffer | string>
  /** Afterwards the daily housekeeping removes it. */
  expiresAt?: Date | null
}
export type StoredFile = Omit<NewFile, 'content'> & { key: string; bytes: number }

/**
 * Stores the content, then its row in the caller's transaction; `GET /files/:id` serves it.
 * If the row fails, the content is removed again. Long streams: store first with `files.put`, then `insertFile`.
 */
export async function saveFile(
  services: Pick<Services, 'files' | 'clock'>,
  tx: Tx,
  { content, ...file }: NewFile,
): Promise<{ id: string; bytes: number }> {
  const { key, bytes } = await services.files.put(content)
  try {
    return { id: await insertFile(tx, services.clock.now(), { ...file, key, bytes }), bytes }
  } catch (error) {
    await services.files.remove(key)
    throw error
  }
}

export async function insertFile(tx: Tx, at: Date, file: StoredFile): Promise<string> {
  const id = newId()
  await tx
    .insertInto('file')
    .values({
      workspaceId: file.workspaceId,
      id,
      storageKey: file.key,
      name: file.name.slice(0, 250),
      mediaType: file.mediaType,
      bytes: file.bytes,
      purpose: file.purpose,
      createdBy: file.createdBy,
      createdAt: at,
      expiresAt: file.expiresAt ?? null,
    })
    .execute()
  return id
}
