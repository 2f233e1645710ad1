import { sql } from 'kysely'
import type { Pipeline } from '#contract/pipelines.ts'
import type { Db, Tx } from '#kernel/db.ts'

/** Pipelines with their stages in order, the default one first. */
export async function listPipelines(db: Db | Tx, workspaceId: string): Promise<Pipeline[]> {
  const { rows } = await sql<Pipeline>`select p.id, p.name, p.is_default, p.version,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'key', s.key, 'name', s.name, 'probability', s.probability, 'rotDays', s.rot_days,
        'openDeals', (select count(*) from deal d where d.workspace_id = ${workspaceId} and d.stage_id = s.id and d.state = 'open' and d.deleted_at is null))
        order by s.position, s.id)
        from pipeline_stage s where s.workspace_id = ${workspaceId} and s.pipeline_id = p.id and s.deleted_at is null), '[]'::jsonb) as stages
    from pipeline p where p.workspace_id = ${workspaceId} order by p.is_default desc, p.created_at, p.id`.execute(db)
  return rows
}
