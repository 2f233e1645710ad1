import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { ImportMapping, ImportOptions, SimpleMapping } from '#contract/imports.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { closed, fieldErrors } from '#kernel/validation.ts'
import { columnsOfSimple } from './mapping.ts'
import { FileRefused } from './reading/refusal.ts'
import type { Sniffed } from './reading/rows.ts'
import { sniff } from './reading/sniff.ts'

/** What a file holds, or a 422 that says why it cannot be read. */
export async function look(path: string, options: { sheet?: string } = {}): Promise<Sniffed> {
  try {
    return await sniff(path, options)
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    const pointer = error.code === 'sheet_not_found' ? '/sheet' : '/file'
    throw new Problem('file_unreadable', error.detail ? { detail: error.detail } : {}, [{ pointer, rule: error.code }])
  }
}

/** A mapping as JSON in its full form, or as `{ "Column": "field" }`; null when none was given. */
export function mappingOf(text: string | undefined): ImportMapping | null {
  if (text === undefined || text.trim() === '') return null
  const given = parseJson(text, 'mapping')
  if (Value.Check(SimpleMapping, given) && !(typeof given === 'object' && given !== null && 'columns' in given)) {
    return { columns: columnsOfSimple(given) }
  }
  return checked(ImportMapping, given, 'mapping')
}

export const optionsOf = (text: string | undefined): ImportOptions =>
  text === undefined || text.trim() === '' ? {} : checked(ImportOptions, parseJson(text, 'options'), 'options')

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`/${name}`, 'malformed')
    throw error
  }
}

function checked<S extends TSchema>(schema: S, given: unknown, name: string) {
  const check = Compile(closed(schema))
  if (check.Check(given) && Value.Check(schema, given)) return given
  throw new Problem(
    'invalid_request',
    {},
    fieldErrors(check.Errors(given)).map((error) => ({ ...error, pointer: `/${name}${error.pointer}` })),
  )
}
