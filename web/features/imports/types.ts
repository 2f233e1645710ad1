import type { ReplyOf } from '../../kernel/api.ts'
import type { Translate } from '../../kernel/i18n.tsx'
import type { RowOf } from '../../kernel/query.ts'

export type ImportRow = RowOf<'GET /imports'>
export type ImportRecord = ReplyOf<'GET /imports/:id'>
export type Preview = ReplyOf<'POST /imports/:id/preview'>
export type MappedColumn = ImportRecord['mapping'][number]
export type Options = ImportRecord['options']

export const isRunning = ({ state }: Pick<ImportRow, 'state'>) => state === 'queued' || state === 'running'

/** A finished trial run is no finished import. */
export const stateWord = (t: Translate, { state, dryRun }: Pick<ImportRow, 'state' | 'dryRun'>): string =>
  t(`imports.states.${state === 'finished' && dryRun ? 'tried' : state}`)

const custom = 'customFields.'
/** What a field is called; custom fields by their own key. */
export const fieldName = (t: Translate, field: string): string =>
  field.startsWith(custom)
    ? t('imports.mapping.custom', { name: field.slice(custom.length) })
    : t(`imports.fields.${field}`)
