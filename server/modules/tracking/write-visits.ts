import { CompiledQuery } from 'kysely'
import { isUniqueViolation, plainArray, type Tx } from '#kernel/db.ts'
import { enqueue } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { rescoreSubjects } from '#modules/scoring/public.ts'

export type VisitRow = {
  at: string
  key: string
  visitorId: string
  type: string
  name: string | null
  url: string
  path: string
  referrerHost: string | null
  utmSource: string | null
  utmMedium: string | null
  utmCampaign: string | null
  utmTerm: string | null
  utmContent: string | null
  properties: string | null
}

const given = (picked: string) => `given as (
    select ${picked} from unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], string_to_array($7, ' '),
      string_to_array($8, ' '), $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::jsonb[])
      as g (at, event_key, visitor_id, type, name, url, path, referrer_host, utm_source, utm_medium, utm_campaign, utm_term, utm_content, properties)
  )`
const insertFacts = `insert into visit_event (workspace_id, at, event_key, visitor_id, type, name, url, path, referrer_host,
      utm_source, utm_medium, utm_campaign, utm_term, utm_content, properties)
    select $1::uuid, g.* from given g`
const knownPeople = `select distinct i.subject_id as "subjectId" from kept k
    join identity i on i.workspace_id = $1::uuid and i.kind = 'visitor' and i.value = k.visitor_id`

/**
 * One statement for any number of events: the key decides whether an event is new, only new ones become facts, each once.
 * It also answers which known people they belong to, so that these are scored again.
 */
const whatIsNew = `with ${given('distinct on (event_key) *')}, fresh as (
    insert into visit_event_key (workspace_id, event_key, at)
    select $1::uuid, event_key, at from given order by event_key
    on conflict (workspace_id, event_key) do nothing
    returning event_key, at
  ), kept as (
    ${insertFacts} join fresh f on f.event_key = g.event_key and f.at = g.at
    returning visitor_id
  )
  ${knownPeople}`

/** The same for events that are all new, as nearly always, for two thirds of the price; fails (23505) if one is not. */
const allNew = `with ${given('*')}, fresh as (
    insert into visit_event_key (workspace_id, event_key, at) select $1::uuid, event_key, at from given order by event_key
  ), kept as (
    ${insertFacts}
    returning visitor_id
  )
  ${knownPeople}`

export async function writeVisits(
  { pool, db }: Services,
  workspaceId: string,
  rows: readonly VisitRow[],
): Promise<void> {
  const values = valuesOf(workspaceId, rows)
  const write = (name: string, text: string) => pool.query<Known>({ name, text, values })
  const { rows: people } = await write('tracking.all-new', allNew).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error
    return write('tracking.what-is-new', whatIsNew)
  })
  // The facts are committed: should the process die here, the sweep scores these people later all the same.
  if (people.length > 0) {
    const subjectIds = people.map((row) => row.subjectId)
    await enqueue(
      db,
      rescoreSubjects,
      { workspaceId, subjectIds },
      subjectIds.length === 1 ? { key: `rescore ${workspaceId} ${subjectIds[0]}` } : {},
    )
  }
}

type Known = { subjectId: string }

/** The same inside a transaction, for whoever brings facts along with other things; scoring is left to the caller. */
export const insertVisits = (tx: Tx, workspaceId: string, rows: readonly VisitRow[]) =>
  tx.executeQuery<Known>(CompiledQuery.raw(whatIsNew, valuesOf(workspaceId, rows)))

/** Each column in the cheapest form that holds it: ids and instants need no quotes, addresses have no spaces. */
function valuesOf(workspaceId: string, rows: readonly VisitRow[]): unknown[] {
  const plain = (name: 'at' | 'key' | 'visitorId' | 'type') => plainArray(rows.map((row) => row[name]))
  const addresses = (name: 'url' | 'path') => rows.map((row) => row[name]).join(' ')
  // Missing from all of them, it is a column of nulls.
  const column = (name: keyof VisitRow) =>
    rows.every((row) => row[name] === null) ? null : rows.map((row) => row[name])
  return [
    workspaceId,
    plain('at'),
    plain('key'),
    plain('visitorId'),
    plain('type'),
    column('name'),
    addresses('url'),
    addresses('path'),
    column('referrerHost'),
    column('utmSource'),
    column('utmMedium'),
    column('utmCampaign'),
    column('utmTerm'),
    column('utmContent'),
    column('properties'),
  ]
}
