import { sql } from 'kysely'
import type { Material } from '#contract/training-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

type Row = Omit<Material, 'readAt'> & { readAt: Date | null }

/** Material in its order, with when that member read it last. */
export async function materialsOf(
  db: Db | Tx,
  workspaceId: string,
  trainingId: string,
  memberId: string,
): Promise<Material[]> {
  const { rows } =
    await sql<Row>`select x.id, x.kind, x.title, x.body, x.url, f.name as file_name, f.bytes, x.position, r.read_at
    from training_material x
    left join file f on f.workspace_id = x.workspace_id and f.workspace_id = ${workspaceId} and f.id = x.file_id
    left join training_reading r on r.workspace_id = x.workspace_id and r.workspace_id = ${workspaceId} and r.training_id = x.training_id
      and r.material_id = x.id and r.member_id = ${memberId}
    where x.workspace_id = ${workspaceId} and x.training_id = ${trainingId} and x.removed_at is null
    order by x.position, x.id`.execute(db)
  return rows.map((row) => ({
    ...row,
    url: row.kind === 'file' ? `/api/v1/trainings/${trainingId}/files/${row.id}` : row.url,
    readAt: row.readAt?.toISOString() ?? null,
  }))
}

/** Throws 404. */
export async function materialOf(
  db: Db | Tx,
  workspaceId: string,
  trainingId: string,
  id: string,
): Promise<Pick<Row, 'id' | 'kind' | 'title' | 'position'>> {
  const { rows } = await sql<Row>`select id, kind, title, position from training_material
    where workspace_id = ${workspaceId} and training_id = ${trainingId} and id = ${id} and removed_at is null`.execute(
    db,
  )
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
