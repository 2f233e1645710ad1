import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { registerNodes } from './nodes.ts'

/** Touchpoints are nodes of the graph too: whoever is in charge of one learns of what changes behind it. */
export const registerOwnNodes = () =>
  registerNodes('touchpoint', async (db: Db | Tx, workspaceId, ids) => {
    const { rows } = await sql<{
      id: string
      name: string
      ownerId: string | null
      departmentId: string | null
    }>`select p.id, p.name, p.owner_id, p.department_id from touchpoint p
      where p.workspace_id = ${workspaceId} and p.id::text = any(${ids}::text[]) and p.deleted_at is null`.execute(db)
    return new Map(rows.map(({ id, ...row }) => [id, { ...row, url: '/journey-map' }]))
  })
