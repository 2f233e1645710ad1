import { createReadStream } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { sql } from 'kysely'
import { importKinds } from '#contract/imports.ts'
import { permissionNames } from '#contract/permissions.ts'
import type { Actor } from '#kernel/events.ts'
import { hasMessage, type Locale, translate } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { Refused } from '#kernel/refused.ts'
import type { Services } from '#kernel/services.ts'
import { keepImport } from './keep-import.ts'
import { needsOf, resolveColumns } from './mapping.ts'
import { look, mappingOf } from './read-given.ts'
import { type ImportRow, selectImport } from './records.ts'
import { runImport as job } from './run/run-import.ts'
import { storableSniff } from './storable-sniff.ts'
import { suggestedColumns } from './suggest-columns.ts'

export type CommandOptions = {
  file: string
  kind: string
  mapping: string | null
  workspace: string | null
  isDryRun: boolean
}
export type CommandOutcome = {
  rows: number
  created: number
  updated: number
  rejected: number
  errorFile: string | null
}

const pollMs = 300

/**
 * What `tandem import` does: the same import as over HTTP, run here. It is queued too, so that a server takes it over if this
 * process dies. Rejected rows are left in a file in the current folder.
 * @param progress is told how far it is, 0 to 1
 */
export async function runImport(
  services: Services,
  options: CommandOptions,
  progress: (part: number) => void,
): Promise<CommandOutcome> {
  try {
    const actor = await ownerOf(services, options.workspace)
    const id = await receive(services, actor, options)
    const work = job.run({ workspaceId: actor.workspaceId, importId: id }, services, {
      signal: new AbortController().signal,
      attempt: 1,
      lastAttempt: false,
    })
    const done = await follow(services, actor.workspaceId, id, work, progress)
    if (done.state !== 'finished')
      throw new Problem('unprocessable', {}, [{ pointer: '/file', rule: done.problem?.code ?? done.state }])
    const { rowsRead: rows, rowsCreated: created, rowsUpdated: updated, rowsRejected: rejected } = done
    return { rows, created, updated, rejected, errorFile: await takeErrorFile(services, actor.workspaceId, done) }
  } catch (error) {
    throw error instanceof Problem ? new Refused({ es: inWords('es', error), en: inWords('en', error) }) : error
  }
}

/** The command acts for the first owner of the workspace: whoever may run it may do everything here. */
async function ownerOf({ db }: Services, workspace: string | null): Promise<Actor> {
  const { rows } = await sql<{
    id: string
    workspaceId: string
  }>`select distinct on (m.workspace_id) m.id, m.workspace_id
    from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id join workspace w on w.id = m.workspace_id
    where r.key = 'owner' and m.removed_at is null and (${workspace}::text is null or w.id::text = ${workspace} or lower(w.name) = lower(${workspace}))
    order by m.workspace_id, m.created_at, m.id`.execute(db)
  if (rows.length > 1)
    throw new Refused({
      es: 'Hay varios espacios: indica cuál con --workspace.',
      en: 'There are several workspaces: say which with --workspace.',
    })
  const [owner] = rows
  if (!owner) throw new Refused({ es: 'No existe ese espacio de trabajo.', en: 'There is no such workspace.' })
  return { kind: 'member', id: owner.id, workspaceId: owner.workspaceId, permissions: new Set(permissionNames) }
}

async function receive(
  { db, files, clock }: Services,
  actor: Actor,
  { file, mapping: text, isDryRun, ...options }: CommandOptions,
): Promise<string> {
  const kind = importKinds.find((one) => one === options.kind)
  if (!kind) throw new Problem('unprocessable', {}, [{ pointer: '/kind', rule: 'enum' }])
  const sniffed = storableSniff(kind, await look(file))
  const given = mappingOf(text ?? undefined)
  const mapping = given ? resolveColumns(kind, sniffed, given.columns, '/mapping') : null
  const needs = needsOf(kind, sniffed, mapping ?? suggestedColumns(sniffed))
  if (needs.length > 0)
    throw new Problem(
      'import_not_ready',
      {},
      needs.map(({ column, question }) => ({ pointer: column, rule: `${question}_unknown` })),
    )
  const { key, bytes } = await files.put(createReadStream(file))
  try {
    const received = {
      key,
      bytes,
      fileName: basename(file),
      kind,
      sniffed,
      mapping,
      options: given?.options ?? {},
      dryRun: isDryRun,
      start: true,
    }
    return (await db.transaction().execute((tx) => keepImport(tx, actor, clock.now(), received))).id
  } catch (error) {
    await files.remove(key)
    throw error
  }
}

/** Until it has ended, here or in a server that took it first. */
async function follow(
  { db }: Services,
  workspaceId: string,
  id: string,
  work: Promise<void>,
  progress: (part: number) => void,
): Promise<ImportRow> {
  for (;;) {
    await Promise.race([work, new Promise((wake) => setTimeout(wake, pollMs))])
    const row = await selectImport(db, workspaceId, id)
    const isEnded = row.state !== 'queued' && row.state !== 'running'
    progress(isEnded ? 1 : Math.min(0.99, row.rowsRead / Math.max(1, row.rowsTotal ?? 1)))
    if (isEnded) return row
  }
}

async function takeErrorFile(
  { db, files }: Services,
  workspaceId: string,
  { errorFileId }: ImportRow,
): Promise<string | null> {
  if (errorFileId === null) return null
  const file = await db
    .selectFrom('file')
    .select(['name', 'storageKey'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', errorFileId)
    .executeTakeFirstOrThrow()
  const target = resolve(basename(file.name))
  await copyFile(files.path(file.storageKey), target)
  return target
}

function inWords(locale: Locale, { code, params, errors }: Problem): string {
  const details = errors.flatMap(({ pointer, rule, params: values }) => {
    const key = [`rules.${rule}`, `imports.problems.${rule}`].find((one) => hasMessage(locale, one))
    return key ? [`${pointer}: ${translate(locale, key, values ?? {})}`] : []
  })
  return [translate(locale, `problems.${code}`, params), ...details].join(' ')
}
