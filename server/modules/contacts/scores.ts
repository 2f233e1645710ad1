import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

export type ScoreRow = {
  subjectId: string
  temperature: 'cold' | 'warm' | 'hot'
  fit: number
  engagement: number
  score: number
  modelVersion: number
  scoredAt: Date
  /** When the temperature next changes by decay alone. */
  dueAt: Date | null
}

/** Scores as they are now; no event, scoring records what matters. Merged contacts are left as they are. */
export async function writeScores(tx: Tx, workspaceId: string, rows: readonly ScoreRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update contact c set temperature = r.temperature, fit = r.fit, engagement = r.engagement, score = r.score,
      score_model_version = r."modelVersion", scored_at = r."scoredAt", score_due_at = r."dueAt"
    from json_to_recordset(${JSON.stringify(rows)}::json) as r ("subjectId" uuid, temperature text, fit integer, engagement integer,
      score integer, "modelVersion" integer, "scoredAt" timestamptz, "dueAt" timestamptz)
    where c.workspace_id = ${workspaceId} and c.subject_id = r."subjectId" and c.merged_into is null
      and c.subject_id = any (${rows.map((row) => row.subjectId)}::uuid[])`.execute(tx)
}

/** Something happened with these people: moves `last_activity_at` forward, never back. */
export async function touchContacts(
  tx: Tx,
  workspaceId: string,
  subjectIds: readonly string[],
  at: Date,
): Promise<void> {
  if (subjectIds.length === 0) return
  await sql`update contact set last_activity_at = ${at}
    where workspace_id = ${workspaceId} and subject_id = any (${[...subjectIds]}::uuid[]) and last_activity_at < ${at}`.execute(
    tx,
  )
}
