import { type ParseArgsConfig, parseArgs } from 'node:util'
import { say, type Words } from './language.ts'

export type Command = {
  summary: Words
  /** Shown by `tandem NAME --help`; the first line is the synopsis. */
  usage: Words
  /** Resolves with the exit code; undefined means 0. */
  run(args: readonly string[]): Promise<number | undefined>
}

/** The command was called in a way it does not understand; the usage is shown with the message. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** parseArgs of node:util, whose complaints become usage errors. */
export function parse<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The only positional argument. @throws UsageError when it is missing or there are more */
export function onlyArgument([value, ...surplus]: readonly string[], name: string): string {
  if (value === undefined) throw new UsageError(say({ es: `Falta ${name}.`, en: `${name} is missing.` }))
  noArguments(surplus)
  return value
}

/** @throws UsageError when there is a positional argument */
export function noArguments([surplus]: readonly string[]): void {
  if (surplus !== undefined)
    throw new UsageError(say({ es: `Sobra "${surplus}".`, en: `"${surplus}" is one too many.` }))
}

/** An option that must be given. */
export function required(value: string | undefined, name: string): string {
  if (!value) throw new UsageError(say({ es: `Falta --${name}.`, en: `--${name} is missing.` }))
  return value
}
