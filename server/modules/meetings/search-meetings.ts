import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { meetingsRoutes } from '#contract/meetings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'

type Route = (typeof meetingsRoutes)['GET /meetings/search']
type Hit = Reply<Route>['items'][number]
type Row = Omit<Hit, 'startsAt' | 'excerpt' | 'url'> & { startsAt: Date; text: string }

const mostWords = 8
const excerptLetters = 240
/** As in the search of records: fewer exact hits than these, and a typing error is supposed. */
const fewHits = 3
const similarEnough = 0.5

/** Every word occurs, in any order, newest meeting first; where hardly anything does, what resembles the words. */
export async function searchMeetings({ db, actor }: Ctx, { query }: Input<Route>): Promise<Reply<Route>> {
  const { workspaceId } = actor
  const limit = query.limit ?? 50
  const words = foldText(query.q).split(' ').filter(Boolean).slice(0, mostWords)
  if (words.length === 0) return { items: [], next: null }
  const cursor = decodeCursor(query.after, 2)
  const beyond = cursor ? sql`where (h.starts_at, h.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``
  const exact = await select(db, workspaceId, beyond, limit + 1, (column) =>
    sql.join(
      words.map((word) => sql`${column} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
      sql` and `,
    ),
  )
  const phrase = words.join(' ')
  if (cursor || exact.length >= fewHits || phrase.length < 4)
    return toPage(
      exact,
      limit,
      (row) => toHit(row, words),
      (row) => [row.startsAt.toISOString(), row.id],
    )
  const known = new Set(exact.map((row) => row.id))
  const similar = await db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(similarEnough)}, true)`.execute(tx)
    return select(tx, workspaceId, sql``, limit, (column) => sql`${phrase} <% ${column}`)
  })
  const all = [...exact, ...similar.filter((row) => !known.has(row.id))].slice(0, limit)
  return { items: all.map((row) => toHit(row, words)), next: null }
}

async function select(
  db: Db | Tx,
  workspaceId: string,
  beyond: RawBuilder<unknown>,
  limit: number,
  matches: (column: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<Row[]> {
  const part = (kind: Hit['kind'], table: string) =>
    sql`select ${kind} as kind, r.id, m.id as meeting_id, m.name as meeting_name, m.starts_at, r.text from ${sql.table(table)} r
      join meeting m on m.workspace_id = r.workspace_id and m.id = r.meeting_id and m.deleted_at is null
      where r.workspace_id = ${workspaceId} and r.removed_at is null and ${matches(sql`r.search`)}`
  const { rows } =
    await sql<Row>`with h as (${part('decision', 'meeting_decision')} union all ${part('action', 'meeting_action')}
      union all ${part('input', 'meeting_input')}
      union all select 'minutes' as kind, m.id, m.id as meeting_id, m.name as meeting_name, m.starts_at, m.minutes as text from meeting m
        where m.workspace_id = ${workspaceId} and m.deleted_at is null and m.minutes is not null and ${matches(sql`m.minutes_search`)})
    select * from h ${beyond} order by h.starts_at desc, h.id desc limit ${limit}`.execute(db)
  return rows
}

const toHit = ({ startsAt, text, ...row }: Row, words: readonly string[]): Hit => ({
  ...row,
  startsAt: startsAt.toISOString(),
  excerpt: excerptOf(text, words),
  url: `/meetings/${row.meetingId}`,
})

/** Around the first word found; letters are compared one by one, so that accents do not shift the place. */
function excerptOf(text: string, words: readonly string[]): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  const folded = [...plain].map((letter) => foldText(letter)[0] ?? ' ').join('')
  const places = words.map((word) => folded.indexOf(word)).filter((place) => place >= 0)
  const start = Math.max(0, Math.min(...places, plain.length) - 60)
  const from = places.length === 0 ? 0 : start
  const piece = [...plain].slice(from, from + excerptLetters).join('')
  return `${from > 0 ? '…' : ''}${piece}${from + excerptLetters < plain.length ? '…' : ''}`
}
