import type { Config } from '#kernel/config.ts'
import { type Command, noArguments, parse } from './command.ts'
import { withDatabase } from './database.ts'
import { say } from './language.ts'

/** @param apply applies what is pending and resolves with the names applied */
export function migrateCommand(apply: (url: string, config: Config) => Promise<readonly string[]>): Command {
  return {
    summary: { es: 'Pone la base de datos al día', en: 'Bring the database up to date' },
    usage: {
      es: 'tandem migrate\n\nAplica las migraciones pendientes. "tandem start" también lo hace.',
      en: 'tandem migrate\n\nApplies the pending migrations. "tandem start" does so, too.',
    },
    async run(args) {
      noArguments(parse(args, {}).positionals)
      const applied = await withDatabase(apply)
      const nothing = say({ es: 'La base de datos ya está al día.', en: 'The database is up to date already.' })
      process.stdout.write(`${applied.length === 0 ? nothing : applied.join('\n')}\n`)
      return undefined
    },
  }
}
