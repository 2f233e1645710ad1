import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { notify } from '#modules/platform/public.ts'
import type { Row } from './select-terms.ts'

type Seat = { departmentId: string; memberId: string }

/** Who may sign for which department, of those given. */
async function signersOf(tx: Tx, workspaceId: string, departmentIds: readonly string[]): Promise<Seat[]> {
  const { rows } = await sql<Seat>`select md.department_id, md.member_id from member_department md
    join member m on m.workspace_id = ${workspaceId} and m.id = md.member_id and m.removed_at is null
    join role r on r.workspace_id = ${workspaceId} and r.id = m.role_id and 'glossary.sign' = any(r.permissions)
    where md.workspace_id = ${workspaceId} and md.department_id = any(${[...departmentIds]}::uuid[])`.execute(tx)
  return rows
}

/** Whether nobody else of the department could sign. */
export async function mayStandIn(tx: Tx, { workspaceId, id }: Actor, departmentId: string): Promise<boolean> {
  const signers = await signersOf(tx, workspaceId, [departmentId])
  return signers.every(({ memberId }) => memberId === id)
}

/** Tells those who can sign that a version waits for them: one word by its name, several at once by their number. */
export async function tellSigners(tx: Tx, at: Date, actor: Actor, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const departmentIds = [...new Set(rows.flatMap((row) => row.departmentIds))]
  const signers = await signersOf(tx, actor.workspaceId, departmentIds)
  const isOne = rows.length === 1
  await notify(tx, at, actor.workspaceId, [
    {
      memberIds: signers.map(({ memberId }) => memberId).filter((id) => id !== actor.id),
      kind: isOne ? 'term_proposed' : 'terms_proposed',
      params: isOne ? { name: first.name } : { count: rows.length },
      link: isOne ? `/glossary/${first.id}` : '/glossary?state=proposed',
      dedupeKey: `term_proposed:${first.id}:${first.termVersion}:${rows.length}`,
      mail: true,
    },
  ])
}

/** A new meaning is told to everybody in the departments that signed it. */
export async function tellInForce(tx: Tx, at: Date, actor: Actor, row: Row): Promise<void> {
  const { rows } = await sql<{ id: string }>`select distinct md.member_id as id from member_department md
    where md.workspace_id = ${actor.workspaceId} and md.department_id = any(${row.departmentIds}::uuid[])`.execute(tx)
  await notify(tx, at, actor.workspaceId, [
    {
      memberIds: rows.map(({ id }) => id).filter((id) => id !== actor.id),
      kind: 'term_in_force',
      params: { name: row.name, version: row.termVersion },
      link: `/glossary/${row.id}`,
      dedupeKey: `term_in_force:${row.id}:${row.termVersion}`,
    },
  ])
}

/** The rule behind a signed word is another one now: those who can sign decide whether the word still means that. */
export async function tellOutdated(tx: Tx, at: Date, workspaceId: string, rows: readonly Row[], ruleVersion: number) {
  const signers = await signersOf(tx, workspaceId, [...new Set(rows.flatMap((row) => row.departmentIds))])
  await notify(
    tx,
    at,
    workspaceId,
    rows.map((row) => ({
      memberIds: signers.filter((seat) => row.departmentIds.includes(seat.departmentId)).map((seat) => seat.memberId),
      kind: 'term_outdated',
      params: { name: row.name },
      link: `/glossary/${row.id}`,
      dedupeKey: `term_outdated:${row.id}:${row.termVersion}:${ruleVersion}`,
      mail: true,
    })),
  )
}
