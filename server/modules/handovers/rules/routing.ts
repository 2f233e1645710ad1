/** A rule of territory, language, product …: leads that satisfy the condition go to one member or to the freest of several. */
export type RoutingRule<Condition> = {
  readonly id: string
  readonly condition: Condition
  readonly target: { readonly memberIds: readonly string[] } | { readonly teamId: string }
}

export type RoutingMember = {
  readonly id: string
  readonly isActive: boolean
  readonly teamIds: readonly string[]
  /** How many open leads the member can work on at a time. */
  readonly capacity: number
  /** Local dates, both included. */
  readonly absences: readonly (readonly [from: string, to: string])[]
  readonly lastAssignedAt: Date | null
}

export type RoutingWorld<Condition, Attributes> = {
  /** In order of precedence. */
  readonly rules: readonly RoutingRule<Condition>[]
  /** The members that may receive leads. */
  readonly members: readonly RoutingMember[]
  /** Open leads by member id; absent means none. */
  readonly openCounts: ReadonlyMap<string, number>
  readonly companyOwnerId: string | null
  /** The local date of the workspace. */
  readonly today: string
  /** The condition language is scoring's: pass its `matches`. */
  readonly matches: (condition: Condition, attributes: Attributes) => boolean
}

/** `isOverCapacity`: everybody available was full, and the lead went to whom it overloads least. */
export type Route = {
  readonly memberId: string
  readonly ruleId: string
  readonly why: {
    readonly code: 'company_owner' | 'rule' | 'round_robin'
    readonly params: { readonly openCount: number; readonly capacity: number; readonly isOverCapacity: boolean }
  }
}

/**
 * Who gets a lead (mechanisms §1): the owner of its company, else the first rule that matches and has somebody available,
 * else round robin over all members; null when nobody is available. Never somebody absent or inactive.
 *
 * Among several, the one with the most free capacity (`capacity − open`); equals by who waited longest, then by id: the
 * same input gives the same answer. Capacity weighs but does not forbid, for a lead without an owner is worse than a
 * crowded desk.
 */
export function route<Condition, Attributes>(
  attributes: Attributes,
  world: RoutingWorld<Condition, Attributes>,
): Route | null {
  const available = world.members.filter((member) => isAvailable(member, world.today))
  const owner = available.find((member) => member.id === world.companyOwnerId)
  if (owner) return routeTo(owner, 'company_owner', 'company_owner', world.openCounts)
  for (const rule of world.rules) {
    if (!world.matches(rule.condition, attributes)) continue
    const member = freest(targeted(rule, available), world.openCounts)
    if (member) return routeTo(member, rule.id, 'rule', world.openCounts)
  }
  const member = freest(available, world.openCounts)
  return member ? routeTo(member, 'round_robin', 'round_robin', world.openCounts) : null
}

/** Whether a member can receive a lead on a local date. */
export function isAvailable(member: RoutingMember, today: string): boolean {
  return member.isActive && !member.absences.some(([from, to]) => from <= today && today <= to)
}

function targeted<Condition>({ target }: RoutingRule<Condition>, available: readonly RoutingMember[]): RoutingMember[] {
  return available.filter((member) => {
    return 'teamId' in target ? member.teamIds.includes(target.teamId) : target.memberIds.includes(member.id)
  })
}

function freest(members: readonly RoutingMember[], openCounts: ReadonlyMap<string, number>): RoutingMember | undefined {
  const free = (member: RoutingMember) => member.capacity - (openCounts.get(member.id) ?? 0)
  const lastAssigned = (member: RoutingMember) => member.lastAssignedAt?.getTime() ?? Number.MIN_SAFE_INTEGER
  return members.toSorted((a, b) => {
    return free(b) - free(a) || lastAssigned(a) - lastAssigned(b) || (a.id < b.id ? -1 : 1)
  })[0]
}

function routeTo(
  { id, capacity }: RoutingMember,
  ruleId: string,
  code: Route['why']['code'],
  openCounts: ReadonlyMap<string, number>,
): Route {
  const openCount = openCounts.get(id) ?? 0
  return { memberId: id, ruleId, why: { code, params: { openCount, capacity, isOverCapacity: openCount >= capacity } } }
}
