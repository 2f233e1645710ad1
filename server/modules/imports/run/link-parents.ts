import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'
import { companyNameKey, resolveCompanies, setCompanyParents } from '#modules/companies/public.ts'
import { readRows } from '../reading/read-rows.ts'
import { isRefusal, type RowReader, textOf } from './read-row.ts'
import type { Task } from './task.ts'

type Link = { key: string; parentName: string }

/**
 * Puts companies under their parents when all rows are in, so that a parent may stand below its subsidiary in the file. A
 * second reading, safe to repeat. Parents that nobody knows are made.
 */
export async function linkParents(
  { db, clock }: Services,
  task: Task,
  file: string,
  read: RowReader,
  signal: AbortSignal,
): Promise<void> {
  if (!task.mapped.some(({ field }) => field === 'parentName')) return
  for await (const rows of readRows(file, task.sniffed)) {
    signal.throwIfAborted()
    const links = rows.flatMap(({ rowNumber, cells }): Link[] => {
      const row = cells === null ? null : read(rowNumber, cells)
      if (row === null || isRefusal(row)) return []
      const key = companyNameKey(textOf(row, 'name') ?? '')
      const parentName = textOf(row, 'parentName')
      return key !== null && parentName !== null ? [{ key, parentName }] : []
    })
    if (links.length > 0) await db.transaction().execute((tx) => link(tx, task, clock.now(), links))
  }
}

async function link(tx: Tx, { actor, workspaceId }: Task, at: Date, links: readonly Link[]): Promise<void> {
  const parents = await resolveCompanies(
    tx,
    actor,
    at,
    links.map(({ parentName }) => parentName),
  )
  const { rows } = await sql<{ value: string; companyId: string }>`select value, company_id from company_identity
    where workspace_id = ${workspaceId} and kind = 'name' and value = any (${links.map(({ key }) => key)}::text[])`.execute(
    tx,
  )
  const companies = new Map(rows.map((row) => [row.value, row.companyId]))
  const found = links.flatMap(({ key, parentName }) => {
    const companyId = companies.get(key)
    const parentId = parents.get(parentName)
    return companyId && parentId ? [{ companyId, parentId }] : []
  })
  await setCompanyParents(tx, actor, at, found)
}
