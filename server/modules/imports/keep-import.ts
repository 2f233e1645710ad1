import type { ImportOptions } from '#contract/imports.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { insertFile } from '#modules/platform/public.ts'
import { type MappedColumn, missingOf, needsOf } from './mapping.ts'
import { queueImport } from './queue-import.ts'
import type { ImportKind } from './reading/fields.ts'
import type { StoredSniff } from './storable-sniff.ts'
import { suggestedColumns } from './suggest-columns.ts'

const keptDays = 30
const mediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

export type Received = {
  key: string
  bytes: number
  fileName: string
  kind: ImportKind
  sniffed: StoredSniff
  /** Null: as suggested. */
  mapping: MappedColumn[] | null
  options: ImportOptions
  dryRun: boolean
  /** Run at once if nothing is left to ask. */
  start: boolean
}

/** The row of an import whose file is stored. Throws `mapping_incomplete` when it is to start and no row could be taken. */
export async function keepImport(
  tx: Tx,
  actor: Actor,
  at: Date,
  { kind, sniffed, options, dryRun, start, key, bytes, fileName, ...given }: Received,
) {
  const { workspaceId } = actor
  const mapping = given.mapping ?? suggestedColumns(sniffed)
  const missing = missingOf(kind, mapping)
  if (start && missing) throw new Problem('mapping_incomplete', {}, [{ pointer: '/mapping', rule: missing.rule }])
  const expiresAt = new Date(at.getTime() + keptDays * 86_400_000)
  const file = {
    workspaceId,
    name: fileName,
    mediaType: mediaTypes[sniffed.format],
    purpose: 'import',
    createdBy: actor.id,
    expiresAt,
    key,
    bytes,
  }
  const fileId = await insertFile(tx, at, file)
  const id = newId()
  const runs = start && needsOf(kind, sniffed, mapping).length === 0
  await tx
    .insertInto('import')
    .values({
      ...{ workspaceId, id, kind, fileId, fileName, dryRun, createdBy: actor.id, createdAt: at, state: 'uploaded' },
      sniffed: JSON.stringify(sniffed),
      mapping: given.mapping || runs ? JSON.stringify(mapping) : null,
      options: JSON.stringify(options),
      rowsTotal: sniffed.approximateRows,
    })
    .execute()
  await record(tx, actor, at, 'import.uploaded', { importId: id, kind, fileName, dryRun }, [id])
  if (runs) await queueImport(tx, actor, at, { id, kind, fileName, dryRun })
  return { id, state: runs ? ('queued' as const) : ('uploaded' as const) }
}
