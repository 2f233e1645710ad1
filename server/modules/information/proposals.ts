import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { InformationItem, InformationProposal, proposalStates } from '#contract/information.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { notify } from '#modules/platform/public.ts'
import { subjectsOf } from './create-item.ts'
import { dayOf } from './day.ts'
import { remember } from './history.ts'
import { factsOf, type Row as Item, lockItem, readItem, requireItem } from './select-items.ts'
import { setValue } from './set-value.ts'
import { linkOf } from './tell.ts'
import type { Kind } from './values.ts'
import { readValue, storedValue } from './values.ts'
import { requireOwner } from './verify.ts'

type Proposal = Static<typeof InformationProposal>
type Row = Omit<Proposal, 'value' | 'decidedAt' | 'createdAt'> & {
  value: string
  kind: Kind
  decidedAt: Date | null
  createdAt: Date
}

export async function listProposals(
  { db, actor }: Ctx,
  id: string,
  { after, limit = 50, state }: { after?: string; limit?: number; state?: (typeof proposalStates)[number] },
) {
  const { workspaceId } = actor
  await requireItem(db, workspaceId, id)
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Row>`select ${columns} from information_proposal o
    join information_item i on i.workspace_id = o.workspace_id and i.workspace_id = ${workspaceId} and i.id = o.item_id
    where o.workspace_id = ${workspaceId} and o.item_id = ${id} ${state ? sql`and o.state = ${state}` : sql``}
      ${cursor ? sql`and (o.created_at, o.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by o.created_at desc, o.id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toProposal, (row) => [row.createdAt.toISOString(), row.id])
}

/** What anybody knows better waits for the owner; the owner's own is the value at once. */
export const propose = (ctx: Ctx, id: string, given: { value: string | number; reason?: string }): Promise<Proposal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const day = await dayOf(tx, workspaceId, at)
    const item = await lockItem(tx, workspaceId, day, id)
    const value = storedValue(item.kind, given.value)
    if (value === null) throw new Problem('unprocessable', {}, [{ pointer: '/value', rule: 'required' }])
    const reason = given.reason?.trim() ?? ''
    const proposalId = await writeProposal(ctx, tx, item, value, reason, at)
    if (item.ownerId === actor.id) {
      await settle(tx, actor, at, proposalId, 'accepted', null)
      await setValue(tx, actor, at, day, item, { value, reason })
    }
    return readProposal(tx, workspaceId, id, proposalId)
  })

/** Opens a proposal for a locked item and tells its owner. */
export async function writeProposal(
  { actor }: Pick<Ctx, 'actor'>,
  tx: Tx,
  item: Item,
  value: string,
  reason: string,
  at: Date,
): Promise<string> {
  const { workspaceId } = actor
  const proposalId = newId()
  await sql`insert into information_proposal (workspace_id, id, item_id, proposed_by, value, reason, created_at)
    values (${workspaceId}, ${proposalId}, ${item.id}, ${actor.id}, ${value}, ${reason}, ${at})`.execute(tx)
  await record(tx, actor, at, 'information.proposed', { ...factsOf(item), proposalId, value }, subjectsOf(item))
  if (item.ownerId !== actor.id)
    await notify(tx, at, workspaceId, [
      {
        memberIds: [item.ownerId],
        kind: 'information_proposed',
        params: { name: item.name },
        link: linkOf(item.id),
        dedupeKey: `information_proposed:${proposalId}`,
      },
    ])
  return proposalId
}

/** The owner takes it over: value and verification in one. */
export const acceptProposal = (ctx: Ctx, id: string, proposalId: string): Promise<InformationItem> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const day = await dayOf(tx, workspaceId, at)
    const item = await lockItem(tx, workspaceId, day, id)
    const proposal = await readProposal(tx, workspaceId, id, proposalId)
    requireOwner(actor, item)
    requireUndecided(proposal)
    const value = storedValue(item.kind, proposal.value)
    await settle(tx, actor, at, proposalId, 'accepted', null)
    await setValue(tx, actor, at, day, item, { value, reason: proposal.reason, act: 'proposal_accepted' })
    const data = { ...factsOf(item), proposalId, value: String(proposal.value) }
    await record(tx, actor, at, 'information.proposal_accepted', data, subjectsOf(item))
    await tellProposer(tx, ctx, item, proposal, 'information_proposal_accepted')
    return readItem(tx, workspaceId, day, id)
  })

export const declineProposal = (ctx: Ctx, id: string, proposalId: string, given: string): Promise<Proposal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const item = await lockItem(tx, workspaceId, await dayOf(tx, workspaceId, at), id)
    const proposal = await readProposal(tx, workspaceId, id, proposalId)
    requireOwner(actor, item)
    requireUndecided(proposal)
    const reason = given.trim()
    await settle(tx, actor, at, proposalId, 'declined', reason)
    const entry = { before: item.value, after: String(proposal.value), reason }
    await remember(tx, actor, at, [{ itemId: id, act: 'proposal_declined', ...entry }])
    const data = { ...factsOf(item), proposalId, reason }
    await record(tx, actor, at, 'information.proposal_declined', data, subjectsOf(item))
    await tellProposer(tx, ctx, item, proposal, 'information_proposal_declined')
    return readProposal(tx, workspaceId, id, proposalId)
  })

export const withdrawProposal = (ctx: Ctx, id: string, proposalId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const item = await lockItem(tx, workspaceId, await dayOf(tx, workspaceId, at), id)
    const proposal = await readProposal(tx, workspaceId, id, proposalId)
    if (proposal.proposedBy !== actor.id) throw new Problem('forbidden')
    requireUndecided(proposal)
    await settle(tx, actor, at, proposalId, 'withdrawn', null)
    await record(tx, actor, at, 'information.proposal_withdrawn', { ...factsOf(item), proposalId }, subjectsOf(item))
  })

function requireUndecided({ state }: Proposal) {
  if (state !== 'open') throw new Problem('information_proposal_decided')
}

async function settle(
  tx: Tx,
  { workspaceId, id: actorId }: { workspaceId: string; id: string },
  at: Date,
  proposalId: string,
  state: (typeof proposalStates)[number],
  declineReason: string | null,
): Promise<void> {
  await sql`update information_proposal set state = ${state}, decided_by = ${actorId}, decided_at = ${at}, decline_reason = ${declineReason}
    where workspace_id = ${workspaceId} and id = ${proposalId}`.execute(tx)
}

async function tellProposer(
  tx: Tx,
  { actor, clock }: Ctx,
  item: Item,
  { id, proposedBy }: Proposal,
  kind: 'information_proposal_accepted' | 'information_proposal_declined',
): Promise<void> {
  if (proposedBy === actor.id) return
  await notify(tx, clock.now(), actor.workspaceId, [
    {
      memberIds: [proposedBy],
      kind,
      params: { name: item.name },
      link: linkOf(item.id),
      dedupeKey: `${kind}:${id}`,
    },
  ])
}

const columns = sql`o.id, o.item_id, o.proposed_by, o.value, o.reason, o.state, o.decided_by, o.decided_at, o.decline_reason, o.created_at, i.kind`

async function readProposal(db: Db | Tx, workspaceId: string, itemId: string, id: string): Promise<Proposal> {
  const { rows } = await sql<Row>`select ${columns} from information_proposal o
    join information_item i on i.workspace_id = o.workspace_id and i.workspace_id = ${workspaceId} and i.id = o.item_id
    where o.workspace_id = ${workspaceId} and o.item_id = ${itemId} and o.id = ${id}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return toProposal(rows[0])
}

function toProposal({ kind, value, decidedAt, createdAt, ...row }: Row): Proposal {
  const read = readValue(kind, value)
  return {
    ...row,
    // Proposed while the item held another kind of value.
    value: read === null || Number.isNaN(read) ? value : read,
    decidedAt: decidedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }
}
