import type { Config } from '#kernel/config.ts'
import { type Command, noArguments, parse } from './command.ts'
import { withDatabase } from './database.ts'
import { say } from './language.ts'

/** @param load fills a new workspace and resolves with what to sign in with */
export function demoCommand(
  load: (url: string, config: Config) => Promise<{ email: string; password: string }>,
): Command {
  return {
    summary: { es: 'Carga la empresa de demostración', en: 'Load the demo company' },
    usage: {
      es: 'tandem demo\n\nCrea un espacio de trabajo con la empresa de demostración. Siempre la misma.',
      en: 'tandem demo\n\nMakes a workspace with the demo company. Always the same one.',
    },
    async run(args) {
      noArguments(parse(args, {}).positionals)
      const { email, password } = await withDatabase(load)
      process.stdout.write(`${say({ es: 'Entra con', en: 'Sign in with' })} ${email} / ${password}\n`)
      return undefined
    },
  }
}
