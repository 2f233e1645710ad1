import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { ask } from '#kernel/prepared.ts'
import { defaultModel } from './rules/default-model.ts'
import type { ScoringModel } from './rules/model.ts'

export type ActiveModel = { model: ScoringModel; timeZone: string }

/** A version in force never changes again, so that what was once read stays right. */
const cached = new Map<string, ScoringModel>()
const maxCached = 1000

/** The model in force and the zone whose days bound its caps: one small statement, the definition from memory. */
export const activeModel = async (db: Db | Tx, workspaceId: string): Promise<ActiveModel> =>
  (await askActiveModel(db, workspaceId))()

export async function askActiveModel(db: Db | Tx, workspaceId: string): Promise<() => Promise<ActiveModel>> {
  const asked = await ask(
    db,
    sql<{ timeZone: string; version: number | null }>`select w.time_zone, m.version
    from workspace w left join scoring_model m on m.workspace_id = w.id and m.state = 'active'
    where w.id = ${workspaceId}`,
  )
  return async () => {
    const row = (await asked())[0]
    if (!row) throw new Error(`no workspace ${workspaceId}`)
    return {
      timeZone: row.timeZone,
      model: row.version === null ? defaultModel() : await modelOf(db, workspaceId, row.version),
    }
  }
}

/** The model that was in force at an instant; before the first activation, the first. */
export async function modelAt(db: Db | Tx, workspaceId: string, at: Date): Promise<ScoringModel> {
  const { rows } = await sql<{ version: number }>`select version from scoring_model
    where workspace_id = ${workspaceId} and activated_at is not null
    order by (activated_at <= ${at}) desc, case when activated_at <= ${at} then -version else version end limit 1`.execute(
    db,
  )
  return rows[0] ? modelOf(db, workspaceId, rows[0].version) : defaultModel()
}

/** A version that is or was in force. */
async function modelOf(db: Db | Tx, workspaceId: string, version: number): Promise<ScoringModel> {
  const key = `${workspaceId} ${version}`
  const found = cached.get(key)
  if (found) return found
  const { rows } = await sql<{ definition: ScoringModel }>`select definition from scoring_model
    where workspace_id = ${workspaceId} and version = ${version}`.execute(db)
  const model = { ...rows[0]!.definition, version }
  if (cached.size >= maxCached) cached.clear()
  cached.set(key, model)
  return model
}
