import { ConfigError } from '#kernel/config.ts'
import { keepHeapSmall } from '#kernel/heap.ts'
import { BackupError } from '#kernel/postgres/backup.ts'
import { EmbeddedPostgresError } from '#kernel/postgres/embedded.ts'
import { Refused } from '#kernel/refused.ts'
import { type Command, UsageError } from './command.ts'
import { commands } from './commands.ts'
import { say } from './language.ts'

keepHeapSmall()
await dispatch(process.argv.slice(2))

async function dispatch([name, ...args]: string[]): Promise<void> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) return void process.stdout.write(overview())
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    const unknown = say({ es: `No existe la orden "${name}".`, en: `There is no command "${name}".` })
    process.stderr.write(`${unknown}\n\n${overview()}`)
    process.exitCode = 2
    return
  }
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(help(command))
  try {
    process.exitCode = (await command.run(args)) ?? 0
  } catch (error) {
    process.stderr.write(`${explain(error, command)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, command]) => `  ${name.padEnd(width)}  ${say(command.summary)}`)
  const more = say({ es: 'Más sobre una orden: tandem ORDEN --help', en: 'More on a command: tandem COMMAND --help' })
  return `${say({ es: 'Uso: tandem ORDEN [opciones]', en: 'Usage: tandem COMMAND [options]' })}\n\n${lines.join('\n')}\n\n${more}\n`
}

function help(command: Command): string {
  return `${say({ es: 'Uso:', en: 'Usage:' })} ${say(command.usage).trim()}\n`
}

/** What people can act on is one sentence; anything else is a fault of ours and keeps its trace. */
function explain(error: unknown, command: Command): string {
  if (error instanceof UsageError) return `${error.message}\n\n${help(command).trimEnd()}`
  if (error instanceof Refused) return say(error.words)
  const isExplained = [ConfigError, EmbeddedPostgresError, BackupError].some((kind) => error instanceof kind)
  if (error instanceof Error) return isExplained ? error.message : (error.stack ?? error.message)
  return String(error)
}
