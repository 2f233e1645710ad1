import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { TimelineEntry, timelineKinds } from '#contract/contacts.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { actorDepartments } from '#modules/platform/public.ts'
import { readDealRow } from './select-deals.ts'

type Row = Pick<Static<typeof TimelineEntry>, 'id' | 'name' | 'actorKind' | 'actorName' | 'departments' | 'data'> & {
  at: Date
  title: string | null
  body: string | null
}

/** What the ledger knows of a deal, newest first, with the present words of notes and calls; the ledger itself keeps no words. */
export async function readTimeline(ctx: Ctx, id: string, { after, limit = 50 }: { after?: string; limit?: number }) {
  const { db, actor } = ctx
  const { workspaceId } = actor
  await readDealRow(db, workspaceId, id)
  const cursor = decodeCursor(after, 2)
  const { rows } =
    await sql<Row>`select e.id, e.at, e.name, e.data, e.actor_kind, m.full_name as actor_name, a.title, a.body,
      ${actorDepartments(workspaceId)} as departments
    from event e
    left join member m on m.workspace_id = e.workspace_id and m.workspace_id = ${workspaceId} and m.id = e.actor_id
    left join activity a on a.workspace_id = e.workspace_id and a.workspace_id = ${workspaceId} and a.deleted_at is null
      and a.id = (case when e.name = 'activity.logged' then e.data ->> 'activityId' end)::uuid
    where e.workspace_id = ${workspaceId} and e.subjects @> array[${id}]::uuid[]
      ${cursor ? sql`and (e.at, e.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by e.at desc, e.id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toEntry, (row) => [row.at.toISOString(), row.id])
}

const toEntry = ({ at, title, body, data, ...row }: Row): Static<typeof TimelineEntry> => ({
  ...row,
  at: at.toISOString(),
  kind: kindOf(row.name),
  data: { ...data, ...(title && { title }), ...(body && { body }) },
})

type Kind = (typeof timelineKinds)[number]
const kindOfNoun: Partial<Record<string, Kind>> = {
  activity: 'activity',
  task: 'task',
  deal: 'deal',
  order: 'order',
  return: 'order',
  handover: 'handover',
  form: 'form',
  consent: 'consent',
}
const kindOf = (name: string): Kind => kindOfNoun[name.split('.')[0]!] ?? 'change'
