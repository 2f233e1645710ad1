import type pg from 'pg'

/** Tables that are not a workspace's: the workspace itself and the migrator's own list. */
const globalTables = new Set(['workspace', 'ops_migration'])

/**
 * The rules of the database that keep the way to a cluster open: every key and foreign key of a workspace table
 * contains `workspace_id`, no SET NULL, no triggers, no partition or index that forgets the workspace.
 */
export async function lintSchema(client: pg.Client | pg.Pool): Promise<string[]> {
  const wrong: string[] = []
  for (const { table, columns } of await tables(client)) {
    if (globalTables.has(table)) continue
    if (!columns.includes('workspace_id')) wrong.push(`${table} has no workspace_id`)
  }
  for (const { table, name, type, columns, definition } of await constraints(client)) {
    if (globalTables.has(table)) continue
    if (/on delete set null/i.test(definition)) wrong.push(`${table}.${name}: ON DELETE SET NULL`)
    const toWorkspace = type === 'f' && /references workspace\(/i.test(definition)
    if ((type === 'p' || type === 'u' || (type === 'f' && !toWorkspace)) && !columns.includes('workspace_id')) {
      wrong.push(`${table}.${name} does not contain workspace_id`)
    }
  }
  for (const { table, name, definition } of await uniqueIndexes(client)) {
    if (!globalTables.has(table) && !/\(workspace_id[,)]/.test(definition))
      wrong.push(`${table}.${name} is unique without workspace_id first`)
  }
  for (const { table, name } of await triggers(client)) wrong.push(`${table} has trigger ${name}`)
  for (const { table } of await withoutPrimaryKey(client)) wrong.push(`${table} has no primary key`)
  return wrong
}

type Row = { table: string; name: string; type: string; columns: string[]; definition: string }
const query = async <T>(client: pg.Client | pg.Pool, text: string): Promise<T[]> =>
  (await client.query(text)).rows as T[]

const tables = (client: pg.Client | pg.Pool) =>
  query<Pick<Row, 'table' | 'columns'>>(
    client,
    `select c.relname as table, array_agg(a.attname::text) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by 1`,
  )

const constraints = (client: pg.Client | pg.Pool) =>
  query<Row>(
    client,
    `select c.relname as table, k.conname as name, k.contype as type, pg_get_constraintdef(k.oid) as definition,
       array(select attname::text from pg_attribute where attrelid = k.conrelid and attnum = any (k.conkey)) as columns
     from pg_constraint k join pg_class c on c.oid = k.conrelid where c.relnamespace = 'public'::regnamespace`,
  )

const uniqueIndexes = (client: pg.Client | pg.Pool) =>
  query<Row>(
    client,
    `select c.relname as table, i.relname as name, pg_get_indexdef(x.indexrelid) as definition
     from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
     where x.indisunique and c.relnamespace = 'public'::regnamespace`,
  )

const triggers = (client: pg.Client | pg.Pool) =>
  query<Row>(
    client,
    `select c.relname as table, t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and c.relnamespace = 'public'::regnamespace`,
  )

const withoutPrimaryKey = (client: pg.Client | pg.Pool) =>
  query<Row>(
    client,
    `select c.relname as table from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
     and not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`,
  )
