import { sql } from 'kysely'
import type { Agreement } from '#contract/agreements.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { enterForce } from './enter-force.ts'
import {
  factsOf,
  lockAgreement,
  openVersion,
  type Party,
  partiesOf,
  readAgreement,
  readRow,
  selectVersions,
  touch,
} from './select-agreements.ts'

/**
 * Signs for one's department the version that was read. Another than the current one: 409 `agreement_outdated` with
 * `current`; a draft: 409 `agreement_not_open`; who does not belong to the department: 403 `not_in_department`. Signing twice
 * changes nothing. With the last signature it counts from its day, at the earliest from today.
 */
export const sign = (ctx: Ctx, id: string, given: { number: number; departmentId?: string }): Promise<Agreement> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const agreement = await lockAgreement(tx, workspaceId, id)
    const party = await partyOf(tx, workspaceId, actor.id, given.departmentId)
    const open = await openVersion(tx, workspaceId, id)
    if (open?.number !== given.number) return settled(tx, workspaceId, id, given.number, party, open?.number ?? null)
    if (open.state === 'draft') throw new Problem('agreement_not_open')
    if (open.signatures.some((one) => one.departmentId === party.id)) return readAgreement(tx, workspaceId, id)
    await sql`insert into agreement_signature (workspace_id, agreement_id, number, department_id, member_id, signed_at)
      values (${workspaceId}, ${id}, ${open.number}, ${party.id}, ${actor.id}, ${at})`.execute(tx)
    const data = { ...factsOf(agreement), number: open.number, departmentId: party.id, departmentName: party.name }
    await record(tx, actor, at, 'agreement.signed', data, [id])
    const signed = new Set([...open.signatures.map((one) => one.departmentId), party.id])
    if ((await partiesOf(tx, workspaceId)).every((one) => signed.has(one.id))) {
      const today = localDate((await calendarOf(tx, workspaceId)).timeZone, at)
      await sql`update agreement_version set state = 'signed', signed_at = ${at}, from_on = ${open.fromOn > today ? open.fromOn : today}
        where workspace_id = ${workspaceId} and agreement_id = ${id} and number = ${open.number}`.execute(tx)
      await enterForce(tx, actor, at, agreement)
    }
    await touch(tx, workspaceId, id, at)
    return readAgreement(tx, workspaceId, id)
  })

/** The other signature may have come first and closed it: then this one was given already, or is too late. */
async function settled(
  tx: Tx,
  workspaceId: string,
  id: string,
  number: number,
  party: Party,
  open: number | null,
): Promise<Agreement> {
  const { rows } = await selectVersions(workspaceId, sql`v.agreement_id = ${id} and v.number = ${number}`).execute(tx)
  const isMine = rows[0]?.signatures.some((one) => one.departmentId === party.id)
  if (rows[0]?.state === 'signed' && isMine) return readAgreement(tx, workspaceId, id)
  const current = open ?? (await readRow(tx, workspaceId, id)).inForceNumber
  if (current === null || current === number) throw new Problem('agreement_not_open')
  throw new Problem('agreement_outdated', { current })
}

async function partyOf(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  departmentId: string | undefined,
): Promise<Party> {
  const { rows } = await sql<Party>`select d.id, d.key, d.name from member_department md
    join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
    join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
    where md.workspace_id = ${workspaceId} and md.member_id = ${memberId}::uuid and d.key in ('marketing', 'sales')
      and d.deleted_at is null and m.removed_at is null order by d.key`.execute(tx)
  if (departmentId) {
    const party = rows.find((one) => one.id === departmentId)
    if (!party) throw new Problem('not_in_department')
    return party
  }
  if (rows.length === 0) throw new Problem('not_in_department')
  if (rows.length > 1) throw new Problem('unprocessable', {}, [{ pointer: '/departmentId', rule: 'which_department' }])
  return rows[0]!
}
