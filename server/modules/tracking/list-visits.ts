import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import { type trackingRoutes, visitTypes } from '#contract/tracking.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'

type Route = (typeof trackingRoutes)['GET /visits']
type Row = {
  at: Date
  eventKey: string
  type: (typeof visitTypes)[number]
  name: string | null
  url: string
  path: string
  referrerHost: string | null
  utmSource: string | null
  utmMedium: string | null
  utmCampaign: string | null
  subjectId: string | null
  fullName: string | null
}

/** Facts by time; those of one contact through the visitor ids the contact is known by. */
export async function listVisits({ db, actor }: Ctx, { query }: Input<Route>): Promise<Reply<Route>> {
  const { contactId, limit = 50, from, to, type } = query
  const cursor = decodeCursor(query.after, 2)
  const ofContact = contactId
    ? sql`and v.visitor_id in (select value from identity where workspace_id = ${actor.workspaceId} and kind = 'visitor' and subject_id = ${contactId}::uuid)`
    : sql``
  const { rows } =
    await sql<Row>`select v.at, v.event_key, v.type, v.name, v.url, v.path, v.referrer_host, v.utm_source, v.utm_medium, v.utm_campaign,
      c.subject_id, c.full_name
    from visit_event v
    left join identity i on i.workspace_id = v.workspace_id and i.kind = 'visitor' and i.value = v.visitor_id
    left join contact c on c.workspace_id = i.workspace_id and c.subject_id = i.subject_id and c.deleted_at is null
    where v.workspace_id = ${actor.workspaceId} ${ofContact}
      and v.type = any (${type ?? [...visitTypes]})
      ${from ? sql`and v.at >= ${from}::timestamptz` : sql``} ${to ? sql`and v.at < ${to}::timestamptz` : sql``}
      ${cursor ? sql`and (v.at, v.event_key) < (${cursor[0]}::timestamptz, ${cursor[1]}::text)` : sql``}
    order by v.at desc, v.event_key desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    ({ at, eventKey, subjectId, fullName, ...row }) => ({
      ...row,
      id: eventKey,
      at: at.toISOString(),
      contactId: subjectId,
      contactName: subjectId ? fullName : null,
    }),
    (row) => [row.at.toISOString(), row.eventKey],
  )
}
