import { type Command, noArguments, onlyArgument, parse, required, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { say } from './language.ts'

export type KeyActions = {
  /** Resolves with the key, which is shown once. `scopes` empty means all of the owner's permissions. */
  create(
    url: string,
    key: { name: string; owner: string; scopes: readonly string[]; workspace: string | null },
  ): Promise<string>
  list(
    url: string,
    filter: { workspace: string | null },
  ): Promise<
    ReadonlyArray<{ id: string; name: string; owner: string; scopes: readonly string[]; lastUsedAt: string | null }>
  >
  revoke(url: string, key: { id: string }): Promise<void>
}

export function keyCommand(actions: KeyActions): Command {
  return {
    summary: { es: 'Crea, enumera o revoca claves de la API', en: 'Create, list or revoke API keys' },
    usage: {
      es: `tandem key create NOMBRE --owner CORREO [--scope PERMISO]… [--workspace ESPACIO]
     tandem key list [--workspace ESPACIO]
     tandem key revoke ID

create imprime la clave una sola vez. Sin --scope puede lo mismo que su dueño.`,
      en: `tandem key create NAME --owner EMAIL [--scope PERMISSION]… [--workspace WORKSPACE]
       tandem key list [--workspace WORKSPACE]
       tandem key revoke ID

create prints the key once and never again. Without --scope it may do all that its owner may.`,
    },
    async run(args) {
      const { values, positionals: given } = parse(args, {
        owner: { type: 'string' },
        scope: { type: 'string', multiple: true, default: [] },
        workspace: { type: 'string' },
      })
      const [verb, ...rest] = given
      const workspace = values.workspace ?? null
      if (verb === 'create') {
        const name = onlyArgument(rest, 'NAME')
        const owner = required(values.owner, 'owner')
        const key = await withDatabase((url) => actions.create(url, { name, owner, scopes: values.scope, workspace }))
        process.stdout.write(`${key}\n`)
      } else if (verb === 'list') {
        noArguments(rest)
        for (const key of await withDatabase((url) => actions.list(url, { workspace }))) {
          process.stdout.write(
            `${[key.id, key.name, key.owner, key.scopes.join(',') || '*', key.lastUsedAt ?? '-'].join('\t')}\n`,
          )
        }
      } else if (verb === 'revoke') {
        const id = onlyArgument(rest, 'ID')
        await withDatabase((url) => actions.revoke(url, { id }))
      } else {
        throw new UsageError(say({ es: 'Indica create, list o revoke.', en: 'Say create, list or revoke.' }))
      }
      return undefined
    },
  }
}
