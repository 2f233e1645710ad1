import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'

/** The value under a key of the workspace, or the fallback. Only `writeSetting` writes; what it was given was checked by its caller. */
export async function readSetting<T>(db: Db | Tx, workspaceId: string, key: string, fallback: T): Promise<T> {
  return (await readVersioned(db, workspaceId, key, fallback)).value
}

/** The same with its version: 0 as long as nobody has written it. */
export async function readVersioned<T>(
  db: Db | Tx,
  workspaceId: string,
  key: string,
  fallback: T,
): Promise<{ value: T; version: number }> {
  const row = await db
    .selectFrom('setting')
    .select(['value', 'version'])
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? { value: row.value as T, version: row.version } : { value: fallback, version: 0 }
}

/** Replaces a value and moves its version on; tells by `settings.changed` which key, not the value. Answers the new version. */
export async function writeSetting(tx: Tx, actor: Actor, at: Date, key: string, value: unknown): Promise<number> {
  const { rows } = await sql<{
    version: number
  }>`insert into setting as s (workspace_id, key, value, version, updated_at, updated_by)
    values (${actor.workspaceId}::uuid, ${key}, ${JSON.stringify(value)}::jsonb, 1, ${at}, ${actor.id}::uuid)
    on conflict (workspace_id, key) do update set value = excluded.value, version = s.version + 1,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by
    returning version`.execute(tx)
  const version = rows[0]!.version
  await record(tx, actor, at, 'settings.changed', { keys: [key], version }, [actor.workspaceId])
  return version
}
