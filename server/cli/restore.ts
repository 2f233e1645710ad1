import { resolve } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import { restore } from '#kernel/postgres/restore.ts'
import { ownDatabase } from './backup.ts'
import { type Command, onlyArgument, parse } from './command.ts'
import { say } from './language.ts'

export const restoreCommand: Command = {
  summary: {
    es: 'Recupera una copia de seguridad en una carpeta vacía',
    en: 'Bring a backup back into an empty data folder',
  },
  usage: {
    es: `tandem restore ARCHIVO

Recupera una copia hecha con "tandem backup" en la carpeta de datos (TANDEM_DATA), que debe estar vacía.
No sobrescribe nada: si hay una instalación en ella, apártala primero.`,
    en: `tandem restore FILE

Brings a backup made by "tandem backup" back into the data folder (TANDEM_DATA), which must be empty.
It overwrites nothing: if there is an installation in it, move that away first.`,
  },
  async run(args) {
    const file = onlyArgument(parse(args, {}).positionals, 'FILE')
    const { databaseUrl, dataDir } = readConfig(process.env)
    if (databaseUrl !== null) throw ownDatabase(dataDir)
    const { takenAt } = await restore({ file: resolve(file), dataDir })
    process.stdout.write(
      `${say({ es: `Recuperado en ${dataDir}, tal como estaba el ${takenAt}.`, en: `Restored to ${dataDir}, as it was at ${takenAt}.` })}\n`,
    )
    return undefined
  },
}
