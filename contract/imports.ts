import Type, { type Static } from 'typebox'
import { ById, defineEvents, defineRoutes, Id, Instant, Nullable, OneOf, PageOf, pagingWith, Text } from './kit.ts'

export const importKinds = ['contacts', 'companies', 'deals', 'products', 'orders'] as const
export const importStates = ['uploaded', 'queued', 'running', 'finished', 'failed', 'cancelled'] as const
export const dateOrders = ['day_first', 'month_first'] as const
export const decimalMarks = [',', '.'] as const

/** One column of the file, or a constant for every row, and the field it fills. */
export const ColumnMapping = Type.Object({
  /** Zero-based position or name; null for a constant. */
  column: Nullable(Type.Union([Type.Integer({ minimum: 0, maximum: 999 }), Type.String({ maxLength: 200 })])),
  /** A field of the kind, `customFields.<key>`, or null to leave the column out. */
  field: Nullable(Text(120)),
  dateOrder: Type.Optional(OneOf(dateOrders)),
  decimal: Type.Optional(OneOf(decimalMarks)),
  /** Fills empty cells; without a column, every row. */
  constant: Type.Optional(Text(1000)),
})
export type ColumnMapping = Static<typeof ColumnMapping>

export const ImportOptions = Type.Object({
  /** true: values of the file replace known ones; false: they only fill what is empty. Tags are always added. */
  overwrite: Type.Optional(Type.Boolean({ default: true })),
  tags: Type.Optional(Type.Array(Text(60), { maxItems: 20 })),
  /** For rows that bring no source of their own. */
  source: Type.Optional(Nullable(Text(100))),
  /** For rows that bring no owner of their own. */
  ownerId: Type.Optional(Nullable(Id)),
  /** Contacts: what these people agreed to and in which words. A withdrawal recorded here outlasts any import. */
  consent: Type.Optional(
    Nullable(
      Type.Object({
        purpose: Type.String({ pattern: '^[a-z][a-z0-9_]{1,60}$' }),
        text: Text(5000),
        basis: Type.Optional(OneOf(['consent', 'contract', 'legitimate_interest'] as const)),
      }),
    ),
  ),
  /** ISO 3166 alpha-2, for phones without a country code. */
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  /** Words of the file → `won`, `lost` or the key of a pipeline stage (deals), a lifecycle stage (contacts). */
  stageValues: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Text(80))),
  /** Contacts: people who qualify are handed over to sales. */
  handovers: Type.Optional(Type.Boolean()),
})
export type ImportOptions = Static<typeof ImportOptions>

export const ImportMapping = Type.Object({
  columns: Type.Array(ColumnMapping, { maxItems: 1000 }),
  options: Type.Optional(ImportOptions),
})
export type ImportMapping = Static<typeof ImportMapping>
/** What a script writes by hand: name of the column → field. */
export const SimpleMapping = Type.Record(Type.String({ maxLength: 200 }), Nullable(Type.String({ maxLength: 120 })))

const listed = {
  id: Id,
  kind: OneOf(importKinds),
  fileName: Type.String(),
  state: OneOf(importStates),
  dryRun: Type.Boolean(),
  /** An estimate until the file has been read to its end. */
  rowsTotal: Nullable(Type.Integer()),
  rowsRead: Type.Integer(),
  rowsCreated: Type.Integer(),
  rowsUpdated: Type.Integer(),
  rowsUnchanged: Type.Integer(),
  rowsRejected: Type.Integer(),
  /** The rejected rows with their reasons, as a CSV that can be mended and imported again. */
  errorFileUrl: Nullable(Type.String()),
  /** Why it failed: a code of `rules.*` or `problems.*`. */
  problem: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
  /** Asked to stop; it does so after the rows it has in hand. */
  cancelling: Type.Boolean(),
  createdBy: Id,
  createdByName: Nullable(Type.String()),
  createdAt: Instant,
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
}
export const Import = Type.Object(listed)

/** What only a person can decide: a date or a number of this column can be read in two ways. */
const Need = Type.Object({
  column: Type.String(),
  index: Type.Integer(),
  field: Type.String(),
  question: OneOf(['date_order', 'decimal'] as const),
  examples: Type.Array(Type.String()),
})
const Missing = Type.Object({ rule: Type.String(), fields: Type.Array(Type.String()) })
export const ImportRecord = Type.Object({
  ...listed,
  format: OneOf(['csv', 'xlsx'] as const),
  encoding: Type.String(),
  delimiter: Type.String(),
  sheet: Nullable(Type.String()),
  columns: Type.Array(
    Type.Object({
      index: Type.Integer(),
      name: Type.String(),
      type: Type.String(),
      dateOrder: Nullable(Type.String()),
      decimal: Nullable(Type.String()),
      /** Share of empty cells, 0 to 1. */
      emptyShare: Type.Number(),
      examples: Type.Array(Type.String()),
      suggestion: Type.Object({ field: Nullable(Type.String()), confidence: Type.Number(), why: Type.String() }),
    }),
  ),
  /** Fields of this kind, in the order in which they are offered. */
  fields: Type.Array(Type.Object({ field: Type.String(), type: Type.String() })),
  /** The first rows, as they stand in the file. */
  sample: Type.Array(Type.Array(Type.String())),
  mapping: Type.Array(ColumnMapping),
  options: ImportOptions,
  needs: Type.Array(Need),
  /** Fields without which no row can be taken. */
  missing: Nullable(Missing),
  /** Words of the stage column and what they become; null: rows with this word will be rejected. */
  stageValues: Type.Array(Type.Object({ value: Type.String(), becomes: Nullable(Type.String()) })),
  /** What a word of the stage column can become. */
  stages: Type.Array(Type.Object({ key: Type.String(), name: Nullable(Type.String()) })),
})

const Cell = Type.Union([Type.String(), Type.Null()])
export const ImportPreview = Type.Object({
  fields: Type.Array(Type.String()),
  rows: Type.Array(
    Type.Object({
      /** As they will be stored, one for each of `fields`. */
      values: Type.Array(Cell),
      problem: Nullable(Type.Object({ column: Nullable(Type.String()), rule: Type.String() })),
    }),
  ),
  needs: Type.Array(Need),
  missing: Nullable(Missing),
  stageValues: Type.Array(Type.Object({ value: Type.String(), becomes: Nullable(Type.String()) })),
})

export const Rejection = Type.Object({
  /** As a spreadsheet counts: the header is row 1. */
  rowNumber: Type.Integer(),
  /** Column at fault, where there is one. */
  column: Nullable(Type.String()),
  /** Words: `imports.rules.<rule>`. */
  rule: Type.String(),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** Null when the row could not be parted into cells; then `text` is the row itself. */
  cells: Nullable(Type.Array(Type.String())),
  text: Nullable(Type.String()),
})

const can = 'imports.create' as const
export const importsRoutes = defineRoutes({
  'GET /imports': { summary: 'Imports of the team, newest first', can, query: pagingWith({}), reply: PageOf(Import) },
  'POST /imports': {
    summary:
      'Bring a CSV or XLSX file: parts `file`, `kind`, and optionally `sheet` (of a workbook; without it the first that holds a table), `mapping` and `options` (JSON), `dryRun`, `start` (false: wait for review). Runs at once unless a date or a number can be read in two ways',
    can,
    consumes: 'multipart',
    reply: Type.Object({ id: Id, state: OneOf(importStates) }),
    status: 202,
    problems: ['file_unreadable', 'mapping_incomplete', 'unprocessable', 'body_too_large', 'unsupported_media_type'],
  },
  'GET /imports/:id': {
    summary: 'How far an import is, what its file holds and how it is understood',
    can,
    params: ById,
    reply: ImportRecord,
  },
  'PUT /imports/:id/mapping': {
    summary: 'Say which column fills which field; undoes a trial run',
    can,
    params: ById,
    body: ImportMapping,
    reply: ImportRecord,
    problems: ['mapping_incomplete', 'invalid_transition', 'import_already_running'],
  },
  'POST /imports/:id/preview': {
    summary: 'The first rows as this mapping would store them',
    can,
    params: ById,
    body: ImportMapping,
    reply: ImportPreview,
    problems: ['mapping_incomplete'],
  },
  'POST /imports/:id/start': {
    summary: 'Run it, or try it without writing anything; a failed one goes on where it stopped',
    can,
    params: ById,
    body: Type.Object({ dryRun: Type.Optional(Type.Boolean()) }),
    reply: Import,
    status: 202,
    problems: ['import_already_running', 'import_not_ready', 'mapping_incomplete', 'invalid_transition'],
  },
  'POST /imports/:id/cancel': {
    summary: 'Stop after the rows in hand; what was imported stays',
    can,
    params: ById,
    reply: Import,
    status: 200,
    problems: ['invalid_transition'],
  },
  'GET /imports/:id/rejections': {
    summary: 'Rejected rows with their reasons, in the order of the file',
    can,
    params: ById,
    query: pagingWith({}),
    reply: PageOf(Rejection),
  },
  'GET /imports/:id/error-file': {
    summary: 'The rejected rows as a CSV',
    can,
    params: ById,
    produces: 'stream',
    status: 200,
  },
})

const counts = {
  rowsRead: Type.Integer(),
  rowsCreated: Type.Integer(),
  rowsUpdated: Type.Integer(),
  rowsRejected: Type.Integer(),
}
const of = { importId: Id, kind: OneOf(importKinds), fileName: Type.String(), dryRun: Type.Boolean() }
export const importsEvents = defineEvents({
  'import.uploaded': Type.Object(of),
  'import.started': Type.Object(of),
  'import.progressed': Type.Object({ ...of, ...counts }),
  'import.finished': Type.Object({ ...of, ...counts }),
  'import.failed': Type.Object({ ...of, code: Type.String() }),
  'import.cancelled': Type.Object({ ...of, ...counts }),
})
