import { sql } from 'kysely'
import { sqlState, type Tx } from '#kernel/db.ts'
import { record, recordTogether } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import type { Services } from '#kernel/services.ts'
import type { Row } from '../reading/rows.ts'
import { applyOf } from './apply.ts'
import type { Outcome } from './outcome.ts'
import { isRefusal, type ReadRow, type Refusal, type RowReader } from './read-row.ts'
import type { Task } from './task.ts'

/** Another process has taken this import over: whoever moves the cursor goes on, the other leaves. */
export class Superseded extends Error {}

export type Progress = {
  rowsRead: number
  rowsCreated: number
  rowsUpdated: number
  rowsRejected: number
  cancelRequested: boolean
}
export type Batch = {
  rows: readonly Row[]
  read: RowReader
  /** Of a trial run: whether an earlier row was the same record. */
  isRepeated: ((row: ReadRow) => boolean) | null
  /** Tell screens how far it is. */
  tell: boolean
}
const attempts = 6

/**
 * One transaction: the rows, the rejected ones with their reasons, the counts and the cursor. What is committed is never
 * done again, what is not is done again from the start.
 */
export async function runBatch(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  task: Task,
  batch: Batch,
): Promise<Progress> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute((tx) => carryOut(tx, task, clock.now(), batch))
    } catch (error) {
      if (!passes(error) || attempt === attempts) throw error
    }
  }
}

/** Two batches that met over the same records: one of them goes first. */
const passes = (error: unknown) =>
  (error instanceof Problem && error.code === 'conflict') || ['40P01', '40001'].includes(sqlState(error) ?? '')

type Rejected = { rowNumber: number; cells: readonly string[] | string } & Refusal

async function carryOut(tx: Tx, task: Task, at: Date, { rows, read, isRepeated, tell }: Batch): Promise<Progress> {
  const good: ReadRow[] = []
  const rejected: Rejected[] = []
  for (const row of rows) {
    if (row.cells === null) {
      rejected.push({ rowNumber: row.rowNumber, cells: row.problem.detail, column: null, rule: row.problem.code })
      continue
    }
    const readRow = read(row.rowNumber, row.cells)
    if (isRefusal(readRow)) rejected.push({ ...readRow, rowNumber: row.rowNumber, cells: row.cells })
    else good.push(readRow)
  }
  const outcomes = await applySafely(tx, task, at, good)
  const counts = { created: 0, updated: 0, unchanged: 0 }
  for (const [index, outcome] of outcomes.entries()) {
    const row = good[index]!
    if (typeof outcome === 'object') rejected.push({ ...outcome, rowNumber: row.rowNumber, cells: row.cells })
    else counts[isRepeated?.(row) && outcome === 'created' ? 'updated' : outcome] += 1
  }
  const progress = await advance(tx, task, {
    ...counts,
    read: rows.length,
    rejected: rejected.length,
    cursor: rows.at(-1)!.rowNumber,
  })
  await keepRejected(tx, task, rejected)
  if (tell)
    await record(tx, task.actor, at, 'import.progressed', { ...factsOf(task), ...countsOf(progress) }, [task.importId])
  return progress
}

export const factsOf = ({
  importId,
  kind,
  fileName,
  dryRun,
}: Pick<Task, 'importId' | 'kind' | 'fileName' | 'dryRun'>) => ({ importId, kind, fileName, dryRun })
export const countsOf = ({ rowsRead, rowsCreated, rowsUpdated, rowsRejected }: Progress) => ({
  rowsRead,
  rowsCreated,
  rowsUpdated,
  rowsRejected,
})

/** A row that the database refuses is found by halving, so that it alone is rejected. A trial run takes all of it back. */
async function applySafely(tx: Tx, task: Task, at: Date, rows: readonly ReadRow[]): Promise<Outcome[]> {
  if (rows.length === 0) return []
  await sql`savepoint rows_in_hand`.execute(tx)
  try {
    const outcomes = await recordTogether(tx, () => applyOf(task)(tx, task, at, rows))
    await (task.dryRun ? sql`rollback to savepoint rows_in_hand` : sql`release savepoint rows_in_hand`).execute(tx)
    return outcomes
  } catch (error) {
    if (!isAboutData(error)) throw error
    await sql`rollback to savepoint rows_in_hand`.execute(tx)
    if (rows.length === 1) return [{ column: null, rule: 'not_stored' }]
    const middle = Math.ceil(rows.length / 2)
    return [
      ...(await applySafely(tx, task, at, rows.slice(0, middle))),
      ...(await applySafely(tx, task, at, rows.slice(middle))),
    ]
  }
}

/** Data exceptions, checks, missing values, a key too long for an index. */
const isAboutData = (error: unknown) => {
  const state = sqlState(error) ?? ''
  return state.startsWith('22') || ['23502', '23514', '54000'].includes(state)
}

type Step = { read: number; created: number; updated: number; unchanged: number; rejected: number; cursor: number }

async function advance(tx: Tx, task: Task, step: Step): Promise<Progress> {
  const { rows } =
    await sql<Progress>`update import set rows_read = rows_read + ${step.read}, rows_created = rows_created + ${step.created},
      rows_updated = rows_updated + ${step.updated}, rows_unchanged = rows_unchanged + ${step.unchanged},
      rows_rejected = rows_rejected + ${step.rejected}, cursor_row = ${step.cursor}
    where workspace_id = ${task.workspaceId} and id = ${task.importId} and state = 'running' and cursor_row = ${task.cursorRow}
    returning rows_read, rows_created, rows_updated, rows_rejected, cancel_requested`.execute(tx)
  if (!rows[0]) throw new Superseded()
  return rows[0]
}

async function keepRejected(tx: Tx, { workspaceId, importId }: Task, rejected: readonly Rejected[]): Promise<void> {
  if (rejected.length === 0) return
  const rows = rejected.map(({ rowNumber, cells, column, rule, params }) => ({
    row_number: rowNumber,
    cells: typeof cells === 'string' ? storable(cells) : cells.map(storable),
    field: column,
    rule,
    params: params ?? {},
  }))
  await sql`insert into import_rejection (workspace_id, import_id, row_number, cells, field, rule, params)
    select ${workspaceId}::uuid, ${importId}::uuid, r.row_number, r.cells, r.field, r.rule, r.params
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (row_number bigint, cells jsonb, field text, rule text, params jsonb)`.execute(
    tx,
  )
}

/** PostgreSQL holds neither U+0000 nor halves of characters. */
const storable = (text: string) => text.slice(0, 10_000).replaceAll('\0', '\u2400').toWellFormed()
