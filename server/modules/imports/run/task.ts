import type { ImportOptions } from '#contract/imports.ts'
import type { Db } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { asLocale, type Locale } from '#kernel/i18n.ts'
import type { MappedColumn } from '../mapping.ts'
import type { ImportKind } from '../reading/fields.ts'
import type { Sniffed } from '../reading/rows.ts'
import type { PipelineStage } from '../stages.ts'
import { type Owners, readOwners } from './owners.ts'
import { readStages } from './pipeline-stages.ts'

/** All that the rows of one import need to know, read once. */
export type Task = {
  importId: string
  workspaceId: string
  kind: ImportKind
  fileName: string
  fileId: string
  dryRun: boolean
  sniffed: Sniffed
  mapped: MappedColumn[]
  options: ImportOptions
  actor: Actor
  locale: Locale
  zone: string
  currency: string
  owners: Owners
  stages: PipelineStage[]
  cursorRow: number
}

type Row = Pick<Task, 'kind' | 'fileName' | 'fileId' | 'dryRun' | 'sniffed' | 'options'> & {
  mapping: MappedColumn[]
  createdBy: string
  cursorRow: number
}

export async function readTask(db: Db, workspaceId: string, importId: string, row: Row): Promise<Task> {
  const { timeZone, currency } = await db
    .selectFrom('workspace')
    .select(['timeZone', 'currency'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const member = await db
    .selectFrom('member')
    .select('locale')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', row.createdBy)
    .executeTakeFirst()
  const { mapping, createdBy, ...rest } = row
  return {
    ...rest,
    importId,
    workspaceId,
    mapped: mapping,
    actor: { kind: 'member', id: createdBy, workspaceId, permissions: new Set() },
    locale: asLocale(member?.locale),
    zone: timeZone,
    currency,
    owners: await readOwners(db, workspaceId),
    stages: row.kind === 'deals' ? await readStages(db, workspaceId) : [],
  }
}
