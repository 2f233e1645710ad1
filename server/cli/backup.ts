import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import { BackupError, backup } from '#kernel/postgres/backup.ts'
import { type Command, onlyArgument, parse } from './command.ts'
import { withDatabase } from './database.ts'
import { say } from './language.ts'

export const backupCommand: Command = {
  summary: { es: 'Guarda una copia de seguridad de todo en un archivo', en: 'Save everything to one backup file' },
  usage: {
    es: `tandem backup [ARCHIVO | CARPETA]

Guarda base de datos, archivos subidos y secreto en un .tar.gz, también mientras Tándem trabaja.
Sin ARCHIVO: tandem-FECHA.tar.gz en la carpeta actual. Guárdalo en lugar seguro: contiene el secreto.
Con DATABASE_URL usa pg_dump o pg_basebackup, y copia además la carpeta de datos.`,
    en: `tandem backup [FILE | FOLDER]

Saves database, uploaded files and secret to one .tar.gz, also while Tándem is working.
Without FILE: tandem-DATE.tar.gz in the current folder. Keep it safe: the secret is in it.
With DATABASE_URL use pg_dump or pg_basebackup, and copy the data folder besides.`,
  },
  async run(args) {
    const given = parse(args, {}).positionals
    const target = onlyArgument(given.length === 0 ? ['.'] : given, 'FILE')
    const { databaseUrl, dataDir } = readConfig(process.env)
    if (databaseUrl !== null) throw ownDatabase(dataDir)
    const path = resolve(target)
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, defaultName()) : path
    if (!existsSync(dataDir)) {
      throw new BackupError(
        say({
          es: `No hay nada que copiar: ${dataDir} no existe. Indica la carpeta con TANDEM_DATA.`,
          en: `There is nothing to back up: ${dataDir} does not exist. Name the folder with TANDEM_DATA.`,
        }),
      )
    }
    const { bytes } = await withDatabase((url) => backup({ url, dataDir, file }))
    process.stdout.write(`${file} (${(bytes / 1024 / 1024).toFixed(1)} MB)\n`)
    return undefined
  },
}

/** Why and how a database of one's own is backed up and restored otherwise. */
export function ownDatabase(dataDir: string): BackupError {
  return new BackupError(
    say({
      es: `DATABASE_URL apunta a un PostgreSQL propio. Guárdalo con sus herramientas, por ejemplo
  pg_dump --format=custom --file=tandem.dump "$DATABASE_URL"      (se recupera con pg_restore)
o con pg_basebackup, y copia aparte ${join(dataDir, 'files')} y el secreto (TANDEM_SECRET o ${join(dataDir, 'secret')}).`,
      en: `DATABASE_URL points to a PostgreSQL of your own. Back it up with its tools, for example
  pg_dump --format=custom --file=tandem.dump "$DATABASE_URL"      (brought back with pg_restore)
or pg_basebackup, and copy ${join(dataDir, 'files')} and the secret (TANDEM_SECRET or ${join(dataDir, 'secret')}) besides.`,
    }),
  )
}

function defaultName(): string {
  return `tandem-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z.tar.gz`
}
