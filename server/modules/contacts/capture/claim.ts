import { sql } from 'kysely'
import { plainArray, type Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import type { CapturedRow } from './fields.ts'
import { type Claim, keyOf, type Match, matchPeople, type Owner } from './match.ts'
import { identityKinds, type Person } from './person.ts'

export type StoredRow = CapturedRow & { deletedAt: Date | null }
const attempts = 5

/**
 * Decides who is who and makes it so: the primary key of `identity` lets exactly one of several concurrent transactions
 * win a new e-mail; who loses waits for the winner's commit, gives back what it took and looks again. Everybody takes
 * identities first and contacts after, each in one order, so that batches cannot lock each other out.
 */
export async function claimIdentities(
  tx: Tx,
  workspaceId: string,
  at: Date,
  people: readonly Person[],
): Promise<Match & { stored: Map<string, StoredRow> }> {
  const first = await claimNew(tx, workspaceId, at, people)
  if (first.match) return { ...first.match, stored: new Map() }
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const owners = (attempt === 1 && first.owners) || (await findOwners(tx, workspaceId, people))
    const match = matchPeople(people, owners)
    const won = await insertClaims(tx, workspaceId, at, match.claims)
    if (won === match.claims.length) {
      const known = match.groups.filter((group) => !group.isNew).map((group) => group.subjectId)
      const stored = await lockContacts(tx, workspaceId, known)
      // A merge or erasure that committed in between took the contact away: its identities say where to.
      if (stored.size === known.length) return { ...match, stored }
    }
    await giveBack(tx, workspaceId, match.claims)
  }
  throw new Problem('conflict')
}

/**
 * Mostly nobody of a batch is known: then one statement finds that out and makes them known. Otherwise it writes nothing and
 * answers who is; nothing, where others make the same people known at this moment.
 */
async function claimNew(
  tx: Tx,
  workspaceId: string,
  at: Date,
  people: readonly Person[],
): Promise<{ match?: Match; owners?: Map<string, Owner> }> {
  const match = matchPeople(people, new Map())
  if (match.claims.length === 0) return { match }
  const { kinds, values } = identitiesOf(people)
  const { rows } = await sql<{ owners: OwnerRow[] | null; taken: number }>`with owner as materialized (
      ${owning(workspaceId, kinds, values)}),
    taken as (
      insert into identity (workspace_id, kind, value, subject_id, created_at)
      select ${workspaceId}::uuid, k.kind, k.value, k.subject_id, ${at}::timestamptz from ${unnestedClaims(match.claims)}
      where not exists (select from owner)
      on conflict do nothing returning 1)
    select (select json_agg(json_build_object('kind', kind, 'value', value, 'subjectId', subject_id, 'fullName', full_name,
      'email', email)) from owner) as owners, (select count(*)::integer from taken) as taken`.execute(tx)
  const { owners, taken } = rows[0]!
  if (owners) return { owners: ownersOf(owners) }
  if (taken === match.claims.length) return { match }
  await giveBack(tx, workspaceId, match.claims)
  return {}
}

type OwnerRow = Owner & { kind: string; value: string }

const owning = (workspaceId: string, kinds: readonly string[], values: readonly string[]) =>
  sql<OwnerRow>`select k.kind, k.value, i.subject_id, c.full_name, c.email
    from unnest(${kinds}::text[], ${values}::text[]) as k (kind, value)
    cross join lateral (select subject_id from identity
      where workspace_id = ${workspaceId} and kind = k.kind and value = k.value limit 1) i
    cross join lateral (select full_name, email from contact
      where workspace_id = ${workspaceId} and subject_id = i.subject_id limit 1) c`
const ownersOf = (rows: readonly OwnerRow[]): Map<string, Owner> =>
  new Map(rows.map(({ kind, value, ...owner }) => [keyOf(kind, value), owner]))

async function findOwners(tx: Tx, workspaceId: string, people: readonly Person[]): Promise<Map<string, Owner>> {
  const { kinds, values } = identitiesOf(people)
  if (kinds.length === 0) return new Map()
  return ownersOf((await owning(workspaceId, kinds, values).execute(tx)).rows)
}

function identitiesOf(people: readonly Person[]) {
  const kinds: string[] = []
  const values: string[] = []
  for (const { keys } of people) {
    for (const kind of identityKinds) {
      if (keys[kind] === undefined) continue
      kinds.push(kind)
      values.push(keys[kind])
    }
  }
  return { kinds, values }
}

const unnestedClaims = (claims: readonly Claim[]) =>
  sql`unnest(${plainArray(claims.map(({ kind }) => kind))}::text[], ${claims.map(({ value }) => value)}::text[],
      ${plainArray(claims.map(({ subjectId }) => subjectId))}::uuid[]) as k (kind, value, subject_id)`

async function insertClaims(tx: Tx, workspaceId: string, at: Date, claims: readonly Claim[]): Promise<number> {
  if (claims.length === 0) return 0
  const { numAffectedRows } = await sql`insert into identity (workspace_id, kind, value, subject_id, created_at)
    select ${workspaceId}::uuid, k.kind, k.value, k.subject_id, ${at}::timestamptz
    from ${unnestedClaims(claims)}
    on conflict do nothing`.execute(tx)
  return Number(numAffectedRows)
}

async function lockContacts(
  tx: Tx,
  workspaceId: string,
  subjectIds: readonly string[],
): Promise<Map<string, StoredRow>> {
  if (subjectIds.length === 0) return new Map()
  const { rows } = await sql<StoredRow>`
    select subject_id, email, phone, full_name, first_name, last_name, job_title, company_id, country, region, city, language,
      source, owner_id, tags, custom_fields, first_touch, last_touch, first_seen_at, last_activity_at, search, version, deleted_at
    from contact
    where workspace_id = ${workspaceId} and subject_id = any (${subjectIds}::uuid[]) and merged_into is null and erased_at is null
    order by subject_id for no key update`.execute(tx)
  return new Map(rows.map((row) => [row.subjectId, row]))
}

/** Only what this transaction inserted points at these subjects under these keys: the others' rows are left alone. */
const giveBack = (tx: Tx, workspaceId: string, claims: readonly Claim[]) =>
  sql`delete from identity i
    using ${unnestedClaims(claims)}
    where i.workspace_id = ${workspaceId} and i.kind = k.kind and i.value = k.value and i.subject_id = k.subject_id`.execute(
    tx,
  )
