import { sql } from 'kysely'
import Type from 'typebox'
import type { Db } from '#kernel/db.ts'
import { defineJob } from '#kernel/jobs.ts'
import { foldText } from '#kernel/text.ts'
import { type DuplicateReason, noteDuplicates } from './note.ts'
import { isTypoOf } from './typo.ts'

const batch = 1000
const batchesEachRun = 20
type Row = {
  subjectId: string
  createdAt: Date
  fullName: string
  email: string | null
  phone: string | null
  companyId: string | null
}

/** Compares contacts made since the last run with everybody else: same phone; same name with the same company or a mistyped e-mail. */
export const findDuplicates = defineJob({
  name: 'contacts.find_duplicates',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  run: async (_payload, { db, clock }, { signal }) => {
    const { rows } = await sql<{ id: string }>`select id from workspace`.execute(db)
    for (const { id } of rows) {
      for (let done = 0; done < batchesEachRun && !signal.aborted; done++)
        if (!(await sweep(db, id, clock.now()))) break
    }
  },
})

/** One batch; answers whether there is more. */
async function sweep(db: Db, workspaceId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<Row>`select subject_id, created_at, full_name, email, phone, company_id from contact
    where workspace_id = ${workspaceId} and deleted_at is null
      and created_at > coalesce((select swept_to from duplicate_sweep where workspace_id = ${workspaceId}), '-infinity')
    order by created_at, subject_id limit ${batch}`.execute(db)
  const last = rows.at(-1)
  if (!last) return false
  // A batch never ends inside one instant: an import gives thousands the same one.
  const whole = rows.length < batch ? rows : await wholeInstant(db, workspaceId, rows)
  const pairs = [...(await samePhone(db, workspaceId, whole)), ...(await sameName(db, workspaceId, whole))]
  await db.transaction().execute(async (tx) => {
    await noteDuplicates(tx, workspaceId, at, pairs)
    await sql`insert into duplicate_sweep (workspace_id, swept_to) values (${workspaceId}, ${last.createdAt})
      on conflict (workspace_id) do update set swept_to = excluded.swept_to`.execute(tx)
  })
  return rows.length === batch
}

async function wholeInstant(db: Db, workspaceId: string, rows: readonly Row[]): Promise<Row[]> {
  const last = rows.at(-1)!
  const { rows: rest } = await sql<Row>`select subject_id, created_at, full_name, email, phone, company_id from contact
    where workspace_id = ${workspaceId} and deleted_at is null and created_at = ${last.createdAt} and subject_id > ${last.subjectId}
    order by subject_id`.execute(db)
  return [...rows, ...rest]
}

type PairOf = { subjectId: string; otherId: string; reason: DuplicateReason }

/** A contact that shows a phone whose identity is somebody else's. */
async function samePhone(db: Db, workspaceId: string, rows: readonly Row[]): Promise<PairOf[]> {
  const withPhone = rows.filter((row) => row.phone)
  if (withPhone.length === 0) return []
  const { rows: found } = await sql<{
    subjectId: string
    otherId: string
  }>`select n.subject_id, i.subject_id as other_id
    from unnest(${withPhone.map((row) => row.subjectId)}::uuid[], ${withPhone.map((row) => row.phone)}::text[]) as n (subject_id, phone)
    join identity i on i.workspace_id = ${workspaceId} and i.kind = 'phone' and i.value = n.phone and i.subject_id <> n.subject_id`.execute(
    db,
  )
  return found.map((one) => ({ ...one, reason: 'phone' }))
}

const namesakes = 5
/** `search` begins with the folded name: namesakes stand side by side in its index. Frequent names alone say nothing. */
async function sameName(db: Db, workspaceId: string, rows: readonly Row[]): Promise<PairOf[]> {
  const named = rows
    .filter((row) => row.fullName.includes(' '))
    .map((row) => ({ ...row, name: foldText(row.fullName).slice(0, 58) }))
  if (named.length === 0) return []
  const { rows: found } = await sql<{
    subjectId: string
    otherId: string
    email: string | null
    companyId: string | null
    fullName: string
  }>`
    select n.subject_id, o.subject_id as other_id, o.email, o.company_id, o.full_name
    from unnest(${named.map((row) => row.subjectId)}::uuid[], ${named.map((row) => row.name)}::text[]) as n (subject_id, name),
    lateral (select c.subject_id, c.email, c.company_id, c.full_name from contact c
      where c.workspace_id = ${workspaceId} and c.deleted_at is null and left(c.search, 60) >= n.name and left(c.search, 60) < n.name || '!'
        and c.subject_id <> n.subject_id limit ${namesakes}) o`.execute(db)
  const mine = new Map(named.map((row) => [row.subjectId, row]))
  return found.flatMap((other): PairOf[] => {
    const { fullName, email, companyId } = mine.get(other.subjectId)!
    if (foldText(fullName) !== foldText(other.fullName)) return []
    const pair = { subjectId: other.subjectId, otherId: other.otherId }
    if (email && other.email && isTypoOf(email, other.email)) return [{ ...pair, reason: 'email' }]
    return companyId && companyId === other.companyId ? [{ ...pair, reason: 'name' }] : []
  })
}
