import { CompiledQuery } from 'kysely'
import type { Tx } from '#kernel/db.ts'
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

/**
 * One statement for any number of events: the key decides whether an event is new, only new ones become facts.
 * It also answers which known people they belong to, so that these are scored again.
 */
const statement = `with given as (
    select * from unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
      $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::jsonb[])
      as g (at, event_key, visitor_id, type, name, url, path, referrer_host, utm_source, utm_medium, utm_campaign, utm_term, utm_content, properties)
  ), fresh as (
    insert into visit_event_key (workspace_id, event_key, at)
    select $1::uuid, event_key, at from given order by event_key
    on conflict (workspace_id, event_key) do nothing
    returning event_key, at
  ), kept as (
    insert into visit_event (workspace_id, at, event_key, visitor_id, type, name, url, path, referrer_host,
      utm_source, utm_medium, utm_campaign, utm_term, utm_content, properties)
    select $1::uuid, g.* from given g join fresh f on f.event_key = g.event_key and f.at = g.at
    returning visitor_id
  )
  select distinct i.subject_id as "subjectId" from kept k join identity i on i.workspace_id = $1::uuid and i.kind = 'visitor' and i.value = k.visitor_id`

export async function writeVisits(
  { pool, db }: Services,
  workspaceId: string,
  rows: readonly VisitRow[],
): Promise<void> {
  const { rows: people } = await pool.query<Known>({
    name: 'tracking.insert-visits',
    text: statement,
    values: valuesOf(workspaceId, rows),
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
  tx.executeQuery<Known>(CompiledQuery.raw(statement, valuesOf(workspaceId, rows)))

function valuesOf(workspaceId: string, rows: readonly VisitRow[]): unknown[] {
  const column = (name: keyof VisitRow) => rows.map((row) => row[name])
  return [
    workspaceId,
    column('at'),
    column('key'),
    column('visitorId'),
    column('type'),
    column('name'),
    column('url'),
    column('path'),
    column('referrerHost'),
    column('utmSource'),
    column('utmMedium'),
    column('utmCampaign'),
    column('utmTerm'),
    column('utmContent'),
    column('properties'),
  ]
}
