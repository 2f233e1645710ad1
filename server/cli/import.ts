import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '#kernel/config.ts'
import { type Command, onlyArgument, parse, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { say } from './language.ts'

export type ImportOptions = {
  file: string
  kind: string
  mapping: string | null
  workspace: string | null
  isDryRun: boolean
}
export type ImportOutcome = {
  rows: number
  created: number
  updated: number
  rejected: number
  errorFile: string | null
}

/** @param run imports the file; progress is reported as a part of 1 */
export function importCommand(
  run: (
    url: string,
    config: Config,
    options: ImportOptions,
    progress: (part: number) => void,
  ) => Promise<ImportOutcome>,
): Command {
  return {
    summary: { es: 'Importa un CSV o un XLSX', en: 'Import a CSV or XLSX file' },
    usage: {
      es: `tandem import ARCHIVO [--kind contacts|companies|deals] [--mapping JSON] [--workspace ESPACIO] [--dry-run]

Sin --mapping usa la correspondencia de columnas sugerida. Con --dry-run solo dice qué pasaría.
Termina con 1 si se rechazó alguna fila; las rechazadas quedan en un archivo con sus motivos.`,
      en: `tandem import FILE [--kind contacts|companies|deals] [--mapping JSON] [--workspace WORKSPACE] [--dry-run]

Without --mapping the suggested mapping of columns is used. With --dry-run it only says what would happen.
Ends with 1 if any row was rejected; those are in a file of their own with the reasons.`,
    },
    async run(args) {
      const { values, positionals: given } = parse(args, {
        kind: { type: 'string', default: 'contacts' },
        mapping: { type: 'string' },
        workspace: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      })
      const name = onlyArgument(given, 'FILE')
      const file = resolve(name)
      if (!existsSync(file)) throw new UsageError(say({ es: `No existe ${file}.`, en: `There is no file ${file}.` }))
      const { kind, mapping = null, workspace = null, 'dry-run': isDryRun } = values
      const outcome = await withDatabase((url, config) =>
        run(url, config, { file, kind, mapping, workspace, isDryRun }, showProgress),
      )
      process.stdout.write(
        `${say({
          es: `${outcome.rows} filas: ${outcome.created} nuevas, ${outcome.updated} actualizadas, ${outcome.rejected} rechazadas`,
          en: `${outcome.rows} rows: ${outcome.created} new, ${outcome.updated} updated, ${outcome.rejected} rejected`,
        })}${outcome.errorFile ? ` (${outcome.errorFile})` : ''}\n`,
      )
      return outcome.rejected > 0 ? 1 : 0
    },
  }
}

function showProgress(part: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(part * 100)} %${part >= 1 ? '\n' : ''}`)
}
