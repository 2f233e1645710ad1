import { type RawBuilder, sql } from 'kysely'
import type { TermUse } from '#contract/glossary.ts'
import type { Ctx } from '#kernel/http.ts'
import { readRow } from './select-terms.ts'

const shownOfEach = 10
/** The newest records of a kind that are read; and of a long text, its beginning. */
const readOfEach = 1000
const readOfText = 50_000

type Source = {
  kind: TermUse['kind']
  url: (id: string) => string
  texts: (workspaceId: string) => RawBuilder<unknown>
}

/** Each gives `id`, `name`, `words` and `at` of its newest records. */
const sources: readonly Source[] = [
  {
    kind: 'campaign',
    url: (id) => `/campaigns/${id}?part=brief`,
    texts: (
      workspaceId,
    ) => sql`select c.id, c.name, concat_ws(' ', c.name, c.brief ->> 'objective', c.brief ->> 'customerNeed',
        c.brief ->> 'customerExpectation', c.brief ->> 'contribution', c.message_house::text) as words, c.created_at as at
      from campaign c where c.workspace_id = ${workspaceId} and c.deleted_at is null`,
  },
  {
    kind: 'information_item',
    url: (id) => `/information/${id}`,
    texts: (
      workspaceId,
    ) => sql`select i.id, i.name, concat_ws(' ', i.name, i.purpose, i.value) as words, i.created_at as at
      from information_item i where i.workspace_id = ${workspaceId} and i.deleted_at is null`,
  },
  {
    kind: 'notice',
    url: (id) => `/notices/${id}`,
    texts: (
      workspaceId,
    ) => sql`select n.id, n.title as name, concat_ws(' ', n.title, n.body) as words, n.created_at as at
      from notice n where n.workspace_id = ${workspaceId} and n.deleted_at is null and n.state = 'published'`,
  },
  {
    kind: 'agreement',
    url: (id) => `/agreements/${id}`,
    texts: (
      workspaceId,
    ) => sql`select a.id, a.name, concat_ws(' ', a.name, v.note, v.terms::text) as words, a.created_at as at
      from agreement a left join agreement_version v on v.workspace_id = ${workspaceId} and v.agreement_id = a.id
        and v.number = a.in_force_number
      where a.workspace_id = ${workspaceId} and a.deleted_at is null`,
  },
  {
    kind: 'document',
    url: (id) => `/documents/${id}`,
    texts: (
      workspaceId,
    ) => sql`select d.id, d.title as name, d.title || ' ' || left(d.markdown, ${readOfText}) as words, d.updated_at as at
      from document d where d.workspace_id = ${workspaceId} and d.deleted_at is null`,
  },
  {
    kind: 'meeting_decision',
    url: (id) => `/meetings/${id}`,
    texts: (workspaceId) => sql`select d.meeting_id as id, left(d.text, 120) as name, d.text as words, d.at
      from meeting_decision d where d.workspace_id = ${workspaceId} and d.removed_at is null`,
  },
]

/** Where the word or one of its aliases stands, the newest of each kind; parts of longer words do not count. */
export async function listUses(ctx: Ctx, id: string): Promise<{ items: TermUse[]; next: null }> {
  const { workspaceId } = ctx.actor
  const { name, aliases } = await readRow(ctx.db, workspaceId, id)
  const pattern = `(^|[^[:alnum:]])(${[name, ...aliases].map(escaped).join('|')})([^[:alnum:]]|$)`
  const items: TermUse[] = []
  for (const { kind, url, texts } of sources) {
    const { rows } = await sql<{ id: string; name: string }>`select u.id::text as id, u.name
      from (${texts(workspaceId)} order by at desc limit ${readOfEach}) u
      where u.words ~* ${pattern} order by u.at desc limit ${shownOfEach}`.execute(ctx.db)
    items.push(...rows.map((row) => ({ kind, id: row.id, name: row.name, url: url(row.id) })))
  }
  return { items, next: null }
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
