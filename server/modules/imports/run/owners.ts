import type { Db } from '#kernel/db.ts'
import { foldText } from '#kernel/text.ts'
import { activeMembers } from '#modules/accounts/public.ts'
import { type CustomValue, type ReadRow, textOf } from './read-row.ts'

export type Owners = { byEmail: ReadonlyMap<string, string>; byName: ReadonlyMap<string, string> }

/** Members by address and by name; a name that two of them share names nobody. */
export async function readOwners(db: Db, workspaceId: string): Promise<Owners> {
  const members = await activeMembers(db, workspaceId)
  const names = Map.groupBy(members, (member) => foldText(member.fullName))
  return {
    byEmail: new Map(members.map((member) => [member.email.toLowerCase(), member.id])),
    byName: new Map(
      [...names].flatMap(([name, people]) => (people.length === 1 ? [[name, people[0]!.id] as const] : [])),
    ),
  }
}

/** The member a row names, else the one chosen for the whole import. Who is not a member is kept in words. */
export function ownerOf(
  row: ReadRow,
  owners: Owners,
  fallback: string | null | undefined,
): { ownerId: string | null; kept: Record<string, CustomValue> } {
  const email = textOf(row, 'ownerEmail')
  const name = textOf(row, 'ownerName')
  const ownerId =
    (email && owners.byEmail.get(email.toLowerCase())) || (name && owners.byName.get(foldText(name))) || null
  if (ownerId) return { ownerId, kept: {} }
  return { ownerId: fallback ?? null, kept: { ...(email && { ownerEmail: email }), ...(name && { salesAgent: name }) } }
}
