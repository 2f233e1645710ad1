import { type Command, noArguments, onlyArgument, parse, required, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { say } from './language.ts'

export type UserActions = {
  /** Without a password, an invitation link is made. Resolves with the line to show: link or confirmation. */
  add(
    url: string,
    user: { email: string; name: string; role: string; workspace: string | null; password: string | null },
  ): Promise<string>
  list(
    url: string,
    filter: { workspace: string | null },
  ): Promise<ReadonlyArray<{ email: string; name: string; role: string; workspace: string }>>
  /** Resolves with the line to show: the link by which the person chooses a new password. */
  resetPassword(url: string, user: { email: string }): Promise<string>
}

export function userCommand(actions: UserActions): Command {
  return {
    summary: { es: 'Añade o enumera personas, o cambia su contraseña', en: 'Add or list people, or reset a password' },
    usage: {
      es: `tandem user add CORREO --name NOMBRE [--role ROL] [--workspace ESPACIO] [--password-stdin]
     tandem user list [--workspace ESPACIO]
     tandem user reset-password CORREO

add imprime un enlace de invitación; con --password-stdin lee la contraseña de la entrada estándar.
reset-password imprime un enlace para elegir otra contraseña. El rol por defecto es member.`,
      en: `tandem user add EMAIL --name NAME [--role ROLE] [--workspace WORKSPACE] [--password-stdin]
       tandem user list [--workspace WORKSPACE]
       tandem user reset-password EMAIL

add prints an invitation link; with --password-stdin it reads the password from standard input.
reset-password prints a link to choose another password. The role is member unless given.`,
    },
    async run(args) {
      const { values, positionals: given } = parse(args, {
        name: { type: 'string' },
        role: { type: 'string', default: 'member' },
        workspace: { type: 'string' },
        'password-stdin': { type: 'boolean', default: false },
      })
      const [verb, ...rest] = given
      const workspace = values.workspace ?? null
      if (verb === 'add') {
        const email = onlyArgument(rest, 'EMAIL')
        const name = required(values.name, 'name')
        const password = values['password-stdin'] ? await readLine() : null
        print([await withDatabase((url) => actions.add(url, { email, name, role: values.role, workspace, password }))])
      } else if (verb === 'list') {
        noArguments(rest)
        const users = await withDatabase((url) => actions.list(url, { workspace }))
        print(users.map((user) => [user.email, user.name, user.role, user.workspace].join('\t')))
      } else if (verb === 'reset-password') {
        const email = onlyArgument(rest, 'EMAIL')
        print([await withDatabase((url) => actions.resetPassword(url, { email }))])
      } else {
        throw new UsageError(say({ es: 'Indica add, list o reset-password.', en: 'Say add, list or reset-password.' }))
      }
      return undefined
    },
  }
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}

async function readLine(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
  const [line] = text.split(/\r?\n/)
  if (!line)
    throw new UsageError(
      say({ es: 'No llegó ninguna contraseña por la entrada estándar.', en: 'No password came by standard input.' }),
    )
  return line
}
