import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { ask, sendAhead } from '#kernel/prepared.ts'
import { type Attributes, type Condition, matches } from '#modules/scoring/public.ts'
import { isAvailable, type Route, type RoutingMember, type RoutingRule, route } from './rules/routing.ts'

/** Beyond this many open leads everybody counts as equally full: it bounds the counting. */
const maxCounted = 500
/** An accepted lead without a deal weighs on its seller as long as sales owes it attempts. */
const openDays = 14

/** `rule`: the name of the rule that decided, for who reads it later. */
export type Routed = Route & { rule: string | null }
export type Router = {
  /** Who gets a lead. The choice counts at once, so that the leads of one batch are spread. */
  next(lead: {
    attributes: Attributes
    ownerIds: readonly (string | null)[]
    excludedIds?: readonly string[]
  }): Routed | null
  /** Without rules nothing needs to be known of a lead. */
  readsAttributes: boolean
  /** Whether anybody but the excluded could get a lead today. */
  hasOther(excludedIds: readonly string[]): boolean
}

type MemberRow = Omit<RoutingMember, 'isActive' | 'teamIds'> & { open: number; rules: RuleRow[] | null }
type RuleRow = { id: string; name: string; condition: Condition; memberIds: string[] }

/**
 * The sellers, what each has open, and the rules, as of now; until the transaction ends nobody else routes in this workspace,
 * so that two leads that arrive together do not both go to the seller who was free. Two statements.
 */
export async function askRouter(tx: Tx, workspaceId: string, at: Date): Promise<(timeZone: string) => Promise<Router>> {
  await sendAhead(tx, sql`select 1 from workspace where id = ${workspaceId} for no key update`)
  const members = await askMembers(tx, workspaceId, at)
  return async (timeZone) => routerOf(await members(), timeZone, at)
}

function routerOf(members: readonly MemberRow[], timeZone: string, at: Date): Router {
  // Without sellers nobody is chosen, whatever the rules say.
  const rules = members[0]?.rules ?? []
  const openCounts = new Map(members.map((member) => [member.id, member.open]))
  const today = localDate(timeZone, at)
  const world = {
    rules: rules.map(
      ({ id, condition, memberIds }): RoutingRule<Condition> => ({ id, condition, target: { memberIds } }),
    ),
    openCounts,
    today,
    matches,
  }
  let sequence = 0
  let sellers = members.map(
    ({ open: _, rules: __, ...member }): RoutingMember => ({ ...member, isActive: true, teamIds: [] }),
  )
  return {
    readsAttributes: rules.length > 0,
    hasOther: (excludedIds) => sellers.some((member) => !excludedIds.includes(member.id) && isAvailable(member, today)),
    next({ attributes, ownerIds, excludedIds = [] }) {
      const eligible = sellers.filter((member) => !excludedIds.includes(member.id) && isAvailable(member, today))
      const companyOwnerId = ownerIds.find((id) => eligible.some((member) => member.id === id)) ?? null
      const chosen = route(attributes, { ...world, members: eligible, companyOwnerId })
      if (chosen === null) return null
      openCounts.set(chosen.memberId, (openCounts.get(chosen.memberId) ?? 0) + 1)
      const lastAssignedAt = new Date(at.getTime() + ++sequence)
      sellers = sellers.map((member) => (member.id === chosen.memberId ? { ...member, lastAssignedAt } : member))
      return { ...chosen, rule: rules.find((rule) => rule.id === chosen.ruleId)?.name ?? null }
    },
  }
}

function askMembers(tx: Tx, workspaceId: string, at: Date) {
  const since = new Date(at.getTime() - openDays * 86_400_000)
  return ask(
    tx,
    sql<MemberRow>`select m.id, m.capacity, m.absences,
      (select count(*) from (select 1 from handover h where h.workspace_id = ${workspaceId} and h.assignee_id = m.id
        and h.state in ('pending', 'accepted') and h.deal_id is null and h.decided_at is null limit ${maxCounted}) waiting)
      + (select count(*) from (select 1 from handover h where h.workspace_id = ${workspaceId} and h.assignee_id = m.id
        and h.state in ('pending', 'accepted') and h.deal_id is null and h.decided_at > ${since} limit ${maxCounted}) taken) as open,
      (select h.assigned_at from handover h where h.workspace_id = ${workspaceId} and h.assignee_id = m.id
        and h.assigned_at is not null order by h.assigned_at desc limit 1) as last_assigned_at,
      (select json_agg(json_build_object('id', r.id, 'name', r.name, 'condition', r.condition, 'memberIds', r.member_ids)
        order by r.position, r.id) from routing_rule r where r.workspace_id = ${workspaceId} and r.active) as rules
    from department d
    join member_department md on md.workspace_id = d.workspace_id and md.department_id = d.id
    join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
    where d.workspace_id = ${workspaceId} and d.key = 'sales' and d.deleted_at is null and m.removed_at is null
    order by m.id`,
  )
}
