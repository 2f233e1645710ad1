import type { CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Cells } from './cells.ts'
import type { ExportSource } from './source.ts'

const batchRows = 2000
const maxFreeKeys = 50

/** The rows of one statement as of one instant, a batch at a time through a cursor; nothing is held beyond a batch. */
export async function* readInBatches(
  pool: pg.Pool,
  { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
): AsyncGenerator<Cells[]> {
  const client = await pool.connect()
  let failed = true
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`declare export_rows no scroll cursor for ${sql}`, [...parameters])
    for (;;) {
      const { rows } = await client.query<unknown[]>({ text: `fetch ${batchRows} from export_rows`, rowMode: 'array' })
      if (rows.length > 0) yield rows
      if (rows.length < batchRows) break
    }
    await client.query('commit')
    failed = false
  } finally {
    // A connection with an open transaction must not go back to the pool.
    client.release(failed)
  }
}

/** Keys of the free fields in use, so that each gets a column. */
export async function freeKeysOf(pool: pg.Pool, { freeFields }: ExportSource, workspaceId: string): Promise<string[]> {
  if (!freeFields) return []
  const { table, alias, column } = freeFields
  const { rows } = await pool.query<{ key: string }>(
    `select distinct jsonb_object_keys(${alias}.${column}) as key from ${table} ${alias}
      where ${alias}.workspace_id = $1 and ${alias}.${column} <> '{}'::jsonb order by 1 limit ${maxFreeKeys}`,
    [workspaceId],
  )
  return rows.map((row) => row.key)
}
