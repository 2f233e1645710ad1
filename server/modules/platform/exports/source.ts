import type { RawBuilder } from 'kysely'
import type { Permission } from '#contract/permissions.ts'

/** How a value is written: enum words are translated by `words.<value>`, money is in the currency's unit, instants in the reader's zone. */
export type ExportKind = 'text' | 'number' | 'money' | 'date' | 'instant' | 'list' | 'word' | 'boolean'
export type ExportColumn = {
  /** Title: locales `platform.columns.<key>`. */
  key: string
  kind: ExportKind
  /** SQL over the tables in `from`. Constant text: no input ever gets in here. */
  expression: string
  words?: string
}
export type FilterValue = string | number | boolean | string[]
/** Whose export it is, and by which clocks: days are the workspace's, `readerZone` is the reader's own. */
export type ExportReader = { workspaceId: string; memberId: string; zone: string; readerZone: string; now: Date }
/** Answers the condition, or null when the value does not fit the filter. */
export type ExportFilter = (value: FilterValue, reader: ExportReader) => RawBuilder<boolean> | null

/**
 * What can be exported. A module that has a list adds its own by `addExportSource` in its `module.ts` (`start` or top level);
 * the latest of a name wins. `filters` must mean what the list's query means.
 */
export type ExportSource = {
  list: string
  /** Needed besides `exports.create`. */
  permission: Permission
  columns: readonly ExportColumn[]
  /** Everything after FROM with its joins; every table is bound to `$workspace`. */
  from: (workspaceId: string) => RawBuilder<unknown>
  /** Conditions that always hold. */
  where: (workspaceId: string) => RawBuilder<boolean>
  filters: Readonly<Record<string, ExportFilter>>
  /** Holds unless the filter `deleted` is on; then the rows it shows instead. */
  alive?: { normally: string; deleted: string }
  /** SQL column of the record's id, and the order of the rows. */
  id: string
  order: string
  /** Where free fields are, as constant SQL; each of their keys becomes a column of its own. */
  freeFields?: { table: string; alias: string; column: string }
}
