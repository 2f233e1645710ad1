import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { searchText } from '#kernel/text.ts'
import { companyNameKey } from './identity.ts'

const longestName = 300

/**
 * The companies of these names, made where nobody knows them: name as given → company id. Names that differ only in case,
 * accents, punctuation or legal form are one company. A constant number of statements; concurrent transactions with the
 * same new name make one company (the primary key of `company_identity` decides). Names without letters are left out.
 */
export async function resolveCompanies(
  tx: Tx,
  actor: Actor,
  at: Date,
  names: readonly string[],
): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for (const name of names) {
    const key = companyNameKey(name)
    if (key) keys.set(name, key)
  }
  if (keys.size === 0) return new Map()
  const wanted = [...new Set(keys.values())].sort()
  const known = await find(tx, actor.workspaceId, wanted)
  const missing = wanted.filter((key) => !known.has(key))
  if (missing.length > 0) await create(tx, actor, at, missing, keys, known)
  return new Map([...keys].flatMap(([name, key]) => (known.has(key) ? [[name, known.get(key)!] as const] : [])))
}

async function find(tx: Tx, workspaceId: string, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ value: string; companyId: string }>`select value, company_id from company_identity
    where workspace_id = ${workspaceId} and kind = 'name' and value = any (${keys}::text[])`.execute(tx)
  return new Map(rows.map(({ value, companyId }) => [value, companyId]))
}

async function create(
  tx: Tx,
  actor: Actor,
  at: Date,
  keys: readonly string[],
  namesOfKeys: ReadonlyMap<string, string>,
  known: Map<string, string>,
) {
  const { workspaceId } = actor
  const nameOf = new Map([...namesOfKeys].reverse().map(([name, key]) => [key, name.trim().slice(0, longestName)]))
  const { rows } = await sql<{
    value: string
    companyId: string
  }>`insert into company_identity (workspace_id, kind, value, company_id, created_at)
    select ${workspaceId}::uuid, 'name', k.value, k.id, ${at}::timestamptz
    from unnest(${keys}::text[], ${keys.map(() => newId())}::uuid[]) as k (value, id)
    on conflict do nothing returning value, company_id`.execute(tx)
  const mine = rows.map(({ value, companyId }) => ({ id: companyId, value, name: nameOf.get(value) ?? value }))
  for (const { value, id } of mine) known.set(value, id)
  const lost = keys.filter((key) => !known.has(key))
  if (lost.length > 0) for (const [value, id] of await find(tx, workspaceId, lost)) known.set(value, id)
  if (mine.length === 0) return
  await sql`insert into company (workspace_id, id, name, search, created_at, updated_at)
    select ${workspaceId}::uuid, c.id, c.name, c.search, ${at}::timestamptz, ${at}::timestamptz
    from unnest(${mine.map((one) => one.id)}::uuid[], ${mine.map((one) => one.name)}::text[], ${mine.map((one) => searchText(one.name))}::text[])
      as c (id, name, search)`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    mine.map(({ id, name }) => ({ name: 'company.created' as const, data: { companyId: id, name }, subjects: [id] })),
  )
}
