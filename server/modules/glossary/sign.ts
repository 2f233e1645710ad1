import { sql } from 'kysely'
import type { glossaryRoutes, Term } from '#contract/glossary.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { readTerm } from './read-term.ts'
import { ruleVersionOf } from './scoring-rule.ts'
import { lockTerm, type Row, readRow, versionOf } from './select-terms.ts'
import { mayStandIn, tellInForce, tellSigners } from './signers.ts'
import { insertVersion } from './write-term.ts'

type Given = Parameters<Handlers<typeof glossaryRoutes>['POST /terms/:id/signatures']>[1]['body']

/**
 * Asks for signatures. A signed word whose rule has changed since is proposed anew, in the same words; one that is proposed
 * already is answered as it is. Throws 409 on a signed word that is still right.
 */
export const proposeTerm = (ctx: Ctx, id: string): Promise<Term> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lockTerm(tx, actor.workspaceId, id)
    requireVersion(ctx, row.version)
    if (row.state === 'in_force' && !row.outdatedAt) throw new Problem('invalid_transition')
    if (row.state !== 'proposed') {
      const proposed = row.state === 'in_force' ? await copyVersion(tx, actor, at, row) : row
      await propose(tx, actor, at, proposed)
      await tellSigners(tx, at, actor, [proposed])
    }
    return readTerm(tx, ctx, id)
  })

/** From here on the version stands as it is, with the rule that is behind it now. */
export async function propose(tx: Tx, actor: Actor, at: Date, row: Row): Promise<void> {
  const { workspaceId } = actor
  const ruleVersion = await ruleVersionOf(tx, workspaceId, row.binding)
  await sql`update term_version set state = 'proposed', proposed_at = ${at}, rule_version = ${ruleVersion}
    where workspace_id = ${workspaceId} and term_id = ${row.id} and term_version = ${row.termVersion}`.execute(tx)
  await sql`update term set head_state = 'proposed', head_version = ${row.termVersion}, proposed_at = ${at}, updated_at = ${at},
      version = version + 1 where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx)
  await record(tx, actor, at, 'term.proposed', versionOf(row), [row.id])
}

/** The same words once more, as the next version; nobody has signed it. */
export async function copyVersion(tx: Tx, actor: Actor, at: Date, row: Row): Promise<Row> {
  const next = { ...row, termVersion: row.termVersion + 1, signatures: [] }
  await insertVersion(tx, actor, at, row.id, next.termVersion, row)
  return next
}

/** Signs for a department; the second of two who do so at once puts the version in force. Signing twice is one signature. */
export const signTerm = (ctx: Ctx, id: string, { termVersion, departmentId }: Given): Promise<Term> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const row = await lockTerm(tx, workspaceId, id)
    if (termVersion !== undefined && termVersion !== row.termVersion)
      throw new Problem('term_version_outdated', { current: row.termVersion })
    const seat = await seatOf(tx, actor, row, departmentId)
    if (row.signatures.some((signature) => signature.departmentId === seat)) return readTerm(tx, ctx, id)
    await requireOtherHand(tx, actor, row, seat)
    if (row.state === 'draft') await propose(tx, actor, at, row)
    await sql`insert into term_signature (workspace_id, term_id, term_version, department_id, member_id, signed_at)
      values (${workspaceId}, ${id}, ${row.termVersion}, ${seat}, ${actor.id}, ${at})`.execute(tx)
    const { rows } = await sql<{ name: string }>`select name from department
      where workspace_id = ${workspaceId} and id = ${seat}`.execute(tx)
    const signed = { ...versionOf(row), departmentId: seat, departmentName: rows[0]!.name }
    await record(tx, actor, at, 'term.signed', signed, [id])
    const now = await readRow(tx, workspaceId, id)
    const signedBy = new Set(now.signatures.map((signature) => signature.departmentId))
    if (now.departmentIds.every((one) => signedBy.has(one))) await putInForce(tx, actor, at, now)
    else {
      await sql`update term set updated_at = ${at}, version = version + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(
        tx,
      )
      if (row.state === 'draft') await tellSigners(tx, at, actor, [now])
    }
    return readTerm(tx, ctx, id)
  })

/** For which department the actor signs: the one named, or the only one of his that must. */
async function seatOf(tx: Tx, { workspaceId, id }: Actor, row: Row, departmentId: string | undefined): Promise<string> {
  const { rows } = await sql<{ id: string }>`select department_id as id from member_department
    where workspace_id = ${workspaceId} and member_id = ${id} and department_id = any(${row.departmentIds}::uuid[])`.execute(
    tx,
  )
  const own = rows.map((one) => one.id)
  if (departmentId !== undefined) {
    if (!own.includes(departmentId)) throw new Problem('term_seat_not_yours')
    return departmentId
  }
  if (own.length === 0) throw new Problem('term_seat_not_yours')
  const open = own.filter((one) => !row.signatures.some((signature) => signature.departmentId === one))
  const [only = own[0]!] = open
  if (open.length > 1) throw invalid('/departmentId', 'required')
  return only
}

/**
 * Two departments agree through two people. Only where nobody else of the department could sign does one who sits in both
 * sign for both: a company of one would have no glossary.
 */
async function requireOtherHand(tx: Tx, actor: Actor, row: Row, seat: string): Promise<void> {
  if (!row.signatures.some((signature) => signature.memberId === actor.id)) return
  if (!(await mayStandIn(tx, actor, seat))) throw new Problem('term_signed_by_you')
}

async function putInForce(tx: Tx, actor: Actor, at: Date, row: Row): Promise<void> {
  const { workspaceId } = actor
  await sql`update term_version set state = 'superseded', ended_at = ${at}
    where workspace_id = ${workspaceId} and term_id = ${row.id} and state = 'in_force'`.execute(tx)
  await sql`update term_version set state = 'in_force', in_force_at = ${at}
    where workspace_id = ${workspaceId} and term_id = ${row.id} and term_version = ${row.termVersion}`.execute(tx)
  await sql`update term set head_state = 'in_force', in_force_version = ${row.termVersion}, outdated_at = null, proposed_at = null,
      updated_at = ${at}, version = version + 1 where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx)
  await record(tx, actor, at, 'term.in_force', versionOf(row), [row.id])
  await tellInForce(tx, at, actor, row)
}
