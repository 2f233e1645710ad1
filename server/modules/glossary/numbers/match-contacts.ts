import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { attributesOf, loadSubjects, matches } from '#modules/scoring/public.ts'

const chunk = 2000
/** The newest contacts that are looked at: a condition is evaluated by the rule of scoring itself, person by person. */
const lookedAt = 20_000
type Place = { createdAt: Date; subjectId: string }

/** How many contacts satisfy each condition, in the order given: one pass for all of them. */
export async function countByCondition(
  db: Db | Tx,
  workspaceId: string,
  conditions: readonly unknown[],
): Promise<{ count: number; atLeast: boolean }[]> {
  const counts = conditions.map(() => 0)
  if (conditions.length === 0) return []
  let seen = 0
  let last: Place | null = null
  for (;;) {
    const places: Place[] = await nextPlaces(db, workspaceId, last, chunk)
    for (const attributes of await attributesFor(db, workspaceId, places)) {
      conditions.forEach((condition, index) => {
        if (matches(condition, attributes.known)) counts[index]!++
      })
    }
    seen += places.length
    last = places.at(-1) ?? null
    if (places.length < chunk) return counts.map((count) => ({ count, atLeast: false }))
    if (seen >= lookedAt) return counts.map((count) => ({ count, atLeast: true }))
  }
}

/** The next contacts, newest first, that satisfy a condition: at most `limit`, and where the search stopped if it did not end. */
export async function findByCondition(
  db: Db | Tx,
  workspaceId: string,
  condition: unknown,
  after: Place | null,
  limit: number,
): Promise<{ found: (Place & { fullName: string; email: string | null })[]; stoppedAt: Place | null }> {
  const found: (Place & { fullName: string; email: string | null })[] = []
  let last = after
  for (let seen = 0; seen < lookedAt; seen += chunk) {
    const places = await nextPlaces(db, workspaceId, last, chunk)
    const known = new Map((await attributesFor(db, workspaceId, places)).map((one) => [one.subjectId, one]))
    for (const place of places) {
      const one = known.get(place.subjectId)
      if (!one || !matches(condition, one.known)) continue
      found.push({ ...place, fullName: one.fullName ?? '', email: one.email })
      if (found.length === limit) return { found, stoppedAt: place }
    }
    if (places.length < chunk) return { found, stoppedAt: null }
    last = places.at(-1) ?? null
  }
  return { found, stoppedAt: last }
}

async function nextPlaces(db: Db | Tx, workspaceId: string, after: Place | null, limit: number): Promise<Place[]> {
  const { rows } = await sql<Place>`select created_at, subject_id from contact
    where workspace_id = ${workspaceId} and deleted_at is null
      ${after ? sql`and (created_at, subject_id) < (${after.createdAt}::timestamptz, ${after.subjectId}::uuid)` : sql``}
    order by created_at desc, subject_id desc limit ${limit}`.execute(db)
  return rows
}

async function attributesFor(db: Db | Tx, workspaceId: string, places: readonly Place[]) {
  const subjects = await loadSubjects(
    db,
    workspaceId,
    places.map((place) => place.subjectId),
  )
  return subjects.map((subject) => ({
    subjectId: subject.subjectId,
    fullName: subject.fullName,
    email: subject.email,
    known: attributesOf(subject),
  }))
}
