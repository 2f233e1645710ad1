import { sql } from 'kysely'
import type { timelineKinds } from '#contract/contacts.ts'
import type { Db } from '#kernel/db.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { actorDepartments } from '#modules/platform/public.ts'
import { answersOf, type FormField } from './answers.ts'

export type TimelineKind = (typeof timelineKinds)[number]
export type TimelineQuery = { after?: string; limit?: number; kind?: TimelineKind[]; department?: string[] }
type Row = {
  id: string
  at: Date
  name: string
  actorKind: 'member' | 'api_key' | 'visitor' | 'system'
  actorName: string | null
  departments: string[]
  data: Record<string, unknown>
  fields: Record<string, unknown> | null
  formFields: readonly FormField[] | null
}

const longestText = 2000

/**
 * What the ledger says about some records, newest first, by key. Page views of `visitorIds` come as one entry an hour
 * (`visit.pages { pages, path, lastPath }`). Activities bring their words as `data.body`, submissions theirs as
 * `data.fields`, and under the labels of their form as `data.answers`.
 */
export async function readTimeline(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
  query: TimelineQuery,
  { withVisits = false } = {},
) {
  const limit = query.limit ?? 50
  const cursor = decodeCursor(query.after, 2)
  const wantsVisits = withVisits && !query.department?.length && (!query.kind?.length || query.kind.includes('visit'))
  const departments = query.department ?? null
  const { rows } = await sql<Row>`
    select entry.id, entry.at, entry.name, entry.actor_kind, entry.actor_name, entry.departments,
      entry.data || case when a.id is not null then jsonb_build_object('body', left(a.body, ${longestText})) else '{}' end
        as data, s.fields, v.definition -> 'fields' as form_fields
    from (select * from (
      select e.id, e.at, e.name, e.actor_kind, m.full_name as actor_name, d.keys as departments, e.data
      from event e
      left join member m on m.workspace_id = e.workspace_id and m.id = e.actor_id
      cross join lateral (select ${actorDepartments(workspaceId)} as keys) d
      where e.workspace_id = ${workspaceId} and e.subjects && ${[...ids]}::uuid[] and ${kindCondition(query.kind)}
        and (${departments}::text[] is null or d.keys && ${departments}::text[])
      ${wantsVisits ? visits(workspaceId, ids) : sql``}
    ) entries
    where ${cursor ? sql`(at, id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql`true`}
    order by at desc, id desc limit ${limit + 1}) entry
    left join activity a on entry.name = 'activity.logged' and a.workspace_id = ${workspaceId} and a.id = (entry.data ->> 'activityId')::uuid
      and a.deleted_at is null
    left join form_submission s on entry.name = 'form.submitted' and s.workspace_id = ${workspaceId}
      and s.subject_id = any (${[...ids]}::uuid[]) and s.id = (entry.data ->> 'submissionId')::uuid
    left join form_version v on v.workspace_id = ${workspaceId} and v.form_id = s.form_id and v.form_version = s.form_version
    order by entry.at desc, entry.id desc`.execute(db)
  return toPage(
    rows,
    limit,
    ({ fields, formFields, ...row }) => ({
      ...row,
      at: row.at.toISOString(),
      kind: kindOf(row.name),
      data: fields === null ? row.data : { ...row.data, fields, answers: answersOf(fields, formFields) },
    }),
    (row) => [row.at.toISOString(), row.id],
  )
}

const visits = (workspaceId: string, ids: readonly string[]) => sql`
  union all
  select md5(i.value || v.hour::text)::uuid, v.at, 'visit.pages', 'visitor', null, '{}'::text[],
    jsonb_build_object('pages', v.pages, 'path', v.path, 'lastPath', v.last_path)
  from identity i, lateral (
    select date_trunc('hour', at, 'UTC') as hour, date_trunc('milliseconds', max(at)) as at, count(*)::integer as pages,
      (array_agg(path order by at))[1] as path, (array_agg(path order by at desc))[1] as last_path
    from visit_event where workspace_id = ${workspaceId} and visitor_id = i.value and type = 'page_view' group by 1
  ) v
  where i.workspace_id = ${workspaceId} and i.kind = 'visitor' and i.subject_id = any (${[...ids]}::uuid[])`

/** Kind of an entry by the event's noun; contact events that are not facts have kinds of their own. */
const kindByName: Record<string, TimelineKind> = {
  'contact.lifecycle_moved': 'lifecycle',
  'contact.temperature_changed': 'score',
}
const kindByNoun: Record<string, TimelineKind> = {
  activity: 'activity',
  form: 'form',
  submission: 'form',
  form_submission: 'form',
  visit: 'visit',
  handover: 'handover',
  deal: 'deal',
  order: 'order',
  return: 'order',
  task: 'task',
  consent: 'consent',
}
export const kindOf = (name: string): TimelineKind =>
  kindByName[name] ?? kindByNoun[name.split('.')[0] ?? ''] ?? 'change'

function kindCondition(kinds: readonly TimelineKind[] | undefined) {
  if (!kinds?.length) return sql`true`
  const namesOf = (kind: TimelineKind) => Object.keys(kindByName).filter((name) => kindByName[name] === kind)
  const nounsOf = (kind: TimelineKind) => Object.keys(kindByNoun).filter((noun) => kindByNoun[noun] === kind)
  const named = sql`e.name = any (${kinds.flatMap(namesOf)}::text[])`
  const bySort = sql`split_part(e.name, '.', 1) = any (${kinds.flatMap(nounsOf)}::text[])`
  if (!kinds.includes('change')) return sql`(${named} or ${bySort})`
  return sql`(${named} or ${bySort} or (e.name <> all (${Object.keys(kindByName)}::text[])
    and split_part(e.name, '.', 1) <> all (${Object.keys(kindByNoun)}::text[])))`
}
