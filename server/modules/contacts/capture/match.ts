import { newId } from '#kernel/id.ts'
import { foldText } from '#kernel/text.ts'
import { type IdentityKind, identityKinds, type Person } from './person.ts'

export type Owner = { subjectId: string; fullName: string; email: string | null }
/** All people of a batch who are one contact, in the order given. */
export type Group = { subjectId: string; isNew: boolean; name: string; email: string | null; people: Person[] }
export type Claim = { kind: IdentityKind; value: string; subjectId: string }
export type Match = {
  /** The contact of each person, in the order given. */
  groupOf: Group[]
  groups: Group[]
  /** Identities nobody has yet, in the one order in which everybody writes them. */
  claims: Claim[]
  /** Two contacts that share a phone or external id but are told apart by e-mail: perhaps the same person. */
  conflicts: { subjectId: string; otherId: string; reason: 'phone' | 'external' }[]
}

export const keyOf = (kind: string, value: string) => `${kind} ${value}`

/**
 * Who is who. E-mail decides before phone, phone before external id, external id before visitor. Nobody is thrown together
 * with somebody else by a shared line or device: a phone does not decide when e-mails differ and names contradict each
 * other, a visitor does not when e-mails differ. An identity stays with whom it belongs to.
 */
export function matchPeople(people: readonly Person[], owners: ReadonlyMap<string, Owner>): Match {
  const held = new Map<string, Group>()
  const groups = new Map<string, Group>()
  const claims: Claim[] = []
  const conflicts: Match['conflicts'] = []

  const holder = (kind: IdentityKind, value: string | undefined): Group | undefined => {
    if (value === undefined) return undefined
    const key = keyOf(kind, value)
    const owner = owners.get(key)
    if (!owner) return held.get(key)
    return groups.get(owner.subjectId) ?? add({ ...owner, isNew: false, name: foldText(owner.fullName), people: [] })
  }
  const add = ({ subjectId, isNew, name, email }: Group): Group => {
    const group = { subjectId, isNew, name, email, people: [] }
    groups.set(subjectId, group)
    return group
  }
  const choose = ({ keys }: Person, name: string): Group => {
    const byEmail = holder('email', keys.email)
    if (byEmail) return byEmail
    const byPhone = holder('phone', keys.phone)
    if (byPhone && (!emailsDiffer(keys.email, byPhone) || namesAgree(name, byPhone.name))) return byPhone
    const byExternal = holder('external', keys.external)
    if (byExternal) return byExternal
    const byVisitor = holder('visitor', keys.visitor)
    if (byVisitor && !emailsDiffer(keys.email, byVisitor)) return byVisitor
    return add({ subjectId: newId(), isNew: true, name, email: null, people: [] })
  }

  const groupOf = people.map((person) => {
    const name = foldText(person.fullName)
    const group = choose(person, name)
    for (const kind of identityKinds) {
      const value = person.keys[kind]
      if (value === undefined) continue
      const other = holder(kind, value)
      if (!other) {
        held.set(keyOf(kind, value), group)
        claims.push({ kind, value, subjectId: group.subjectId })
      } else if (other !== group && (kind === 'phone' || kind === 'external')) {
        conflicts.push({ subjectId: group.subjectId, otherId: other.subjectId, reason: kind })
      }
    }
    group.email ??= person.keys.email ?? null
    group.name ||= name
    group.people.push(person)
    return group
  })
  claims.sort((a, b) => compare(keyOf(a.kind, a.value), keyOf(b.kind, b.value)))
  return { groupOf, groups: [...groups.values()].filter((group) => group.people.length > 0), claims, conflicts }
}

const emailsDiffer = (email: string | undefined, group: Group) =>
  email !== undefined && group.email !== null && email !== group.email
const namesAgree = (a: string, b: string) => a === '' || b === '' || a === b
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
