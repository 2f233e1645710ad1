import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { PipelineStage } from '../stages.ts'

/** Stages in use, those of the default pipeline first. */
export async function readStages(db: Db, workspaceId: string): Promise<PipelineStage[]> {
  const { rows } = await sql<PipelineStage>`select s.id, s.key, s.name, s.pipeline_id
    from pipeline_stage s join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
    where s.workspace_id = ${workspaceId} and s.deleted_at is null
    order by p.is_default desc, p.id, s.position, s.id`.execute(db)
  return rows
}
