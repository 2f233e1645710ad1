import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import { askEmployers, resolveCompanies } from '#modules/companies/public.ts'
import { noteDuplicates } from '../duplicates/note.ts'
import { claimIdentities } from './claim.ts'
import { applyPeople, blankRow, type CapturedRow } from './fields.ts'
import type { Group } from './match.ts'
import { type PersonInput, readPerson } from './person.ts'
import { type Birth, type BornRow, insertContacts, type NewRow, updateContacts } from './write.ts'

export type Captured = { subjectId: string; created: boolean; changed: boolean }
/** Somebody new, which of the people given they are, and the visitors that were them and nobody else. */
export type Newcomer = { row: NewRow; given: readonly number[]; visitorIds: readonly string[] }
/** For those who bring thousands at once. */
export type CaptureOptions = {
  /** What the new people are born with, before they are written; who is missing is born without. */
  scoreNew?: (people: readonly Newcomer[]) => Promise<ReadonlyMap<string, Birth>>
  /** Names of subscribed jobs whose work the caller does in this transaction: they are not queued. */
  doneHere?: readonly string[]
}

/**
 * Puts people into the database, one contact for each of them: by form, import, API or hand, one or thousands, in a
 * constant number of statements. Answers in the order given; people of one batch with the same identity are one contact
 * (only the first of them reads `created`). Safe under concurrent transactions with the same new people.
 * Who is who: see `matchPeople`. What is written: see `applyPeople`. Records contact.created, contact.updated and
 * contact.restored (somebody in the bin comes back). Throws `conflict` when others keep changing the same people.
 */
export async function captureContacts(
  tx: Tx,
  actor: Actor,
  at: Date,
  people: readonly PersonInput[],
  { scoreNew, doneHere }: CaptureOptions = {},
): Promise<Captured[]> {
  if (people.length === 0) return []
  const read = people.map(readPerson)
  const companyIds = await resolveCompanies(
    tx,
    actor,
    at,
    read.flatMap(({ attributes }) => attributes.companyName || []),
  )
  const employers = await askEmployers(
    tx,
    actor.workspaceId,
    read.flatMap(({ attributes, keys }) => (!attributes.companyName && keys.email) || []),
  )
  const { groups, groupOf, stored, conflicts, claims } = await claimIdentities(tx, actor.workspaceId, at, read)
  const companies = { named: companyIds, employing: await employers() }

  const inserts: BornRow[] = []
  const newcomers: Newcomer[] = []
  const visitorsOf = Map.groupBy(
    claims.filter(({ kind }) => kind === 'visitor'),
    (claim) => claim.subjectId,
  )
  const givenOf = Map.groupBy(groupOf.keys(), (index) => groupOf[index]!)
  const updates: CapturedRow[] = []
  const events: EventRecord[] = []
  const changed = new Set<Group>()
  for (const group of groups) {
    const { subjectId } = group
    const first = group.people[0]!
    const before = stored.get(subjectId)
    const { row, changes, touched } = applyPeople(before ?? blankRow(subjectId, first.seenAt), group, companies)
    if (!before) {
      newcomers.push({
        row: { ...row, origin: first.origin, lifecycleStage: first.lifecycleStage ?? 'lead' },
        given: givenOf.get(group) ?? [],
        visitorIds: visitorsOf.get(subjectId)?.map(({ value }) => value) ?? [],
      })
      events.push({
        name: 'contact.created',
        data: { subjectId, origin: first.origin, source: row.source },
        subjects: [subjectId],
      })
      continue
    }
    const isChanged = Object.keys(changes).length > 0
    if (isChanged) events.push({ name: 'contact.updated', data: { subjectId, changes }, subjects: [subjectId] })
    if (before.deletedAt) events.push({ name: 'contact.restored', data: { subjectId }, subjects: [subjectId] })
    if (isChanged || before.deletedAt) changed.add(group)
    if (isChanged || before.deletedAt || touched)
      updates.push({ ...row, version: before.version + (changed.has(group) ? 1 : 0) })
  }
  const births = await scoreNew?.(newcomers)
  for (const { row } of newcomers) {
    const birth = births?.get(row.subjectId)
    inserts.push(birth ? { ...row, birth } : row)
    if (birth?.promotion) events.push(promoted(row, birth.promotion))
  }
  await insertContacts(tx, actor, at, inserts)
  await updateContacts(tx, actor.workspaceId, at, updates)
  await noteDuplicates(tx, actor.workspaceId, at, conflicts)
  await recordMany(tx, actor, at, events, { without: doneHere })

  const seen = new Set<Group>()
  return groupOf.map((group) => {
    const created = group.isNew && !seen.has(group)
    seen.add(group)
    return { subjectId: group.subjectId, created, changed: created || changed.has(group) }
  })
}

const promoted = (
  { subjectId, lifecycleStage }: NewRow,
  { to, reason }: NonNullable<Birth['promotion']>,
): EventRecord => ({
  name: 'contact.lifecycle_moved',
  data: { subjectId, from: lifecycleStage, to, by: 'rule', reason: reason ?? null },
  subjects: [subjectId],
})
