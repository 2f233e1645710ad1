import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import { type searchRoutes, searchTypes } from '#contract/search.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { foldText } from '#kernel/text.ts'
import { type Source, sources } from './sources.ts'
import { typingErrors } from './typing-errors.ts'

type Route = (typeof searchRoutes)['GET /search']
type Hit = Reply<Route>['items'][number]
type Type = Hit['kind']
/** `rank`: 0 the very thing, 1 begins so, 2 contains every word, 3 only similar. */
type Found = Omit<Hit, 'kind' | 'url'> & { rank: number; similarity: number; words: string }

const perType = 8
/** Candidates that are ranked; of more, any of them are as good an answer to so few letters. */
const candidates = 200
/** Below this many exact hits, and from this many letters on, a typing error is supposed. */
const fewHits = 3
const shortestTypo = 4
/** Eight letters with two swapped still share five of their nine trigrams, of thirteen in all; what was meant is decided letter by letter. */
const similarEnough = 0.36
const closest = 40

/** At most eight of each type, best first; the exact e-mail, telephone number or identifier comes before any name. */
export async function search({ db, actor }: Ctx, { query }: Input<Route>): Promise<Reply<Route>> {
  const words = foldText(query.q).split(' ').filter(Boolean).slice(0, 8)
  if (words.length === 0) return { items: [] }
  const types = (query.types ?? searchTypes).filter((type) => actor.permissions.has(sources[type].readers))
  const where = (type: Type): Where => ({ db, workspaceId: actor.workspaceId, source: sources[type] })
  const exact = await Promise.all(
    types.map(async (type) => {
      const typed = query.q.trim()
      const identified = type === 'contact' ? byIdentity(where(type), typed) : byIdentifier(where(type), typed)
      return merge(await identified, await byWords(where(type), words))
    }),
  )
  const phrase = words.join(' ')
  // Resembling addresses and numbers are other people's.
  const isTypo = exact.flat().length < fewHits && phrase.length >= shortestTypo && !/[@\d]/.test(phrase)
  const similar = isTypo ? await Promise.all(types.map((type) => bySimilarity(where(type), phrase))) : []
  return { items: types.flatMap((type, index) => hitsOf(type, merge(exact[index]!, similar[index] ?? []))) }
}

const hitsOf = (kind: Type, found: Found[]): Hit[] =>
  found.slice(0, perType).map(({ id, title, subtitle, outcome }) => ({
    id,
    kind,
    title,
    subtitle,
    outcome,
    url: sources[kind].address + id,
  }))

const merge = (first: Found[], second: Found[]): Found[] =>
  [...new Map([...second, ...first].map((hit) => [hit.id, hit])).values()].sort(better)
const better = (a: Found, b: Found) => a.rank - b.rank || b.similarity - a.similarity || a.title.localeCompare(b.title)

type Where = { db: Db | Tx; workspaceId: string; source: Source }

/** Every word occurs. One or two letters have no trigram of their own: they must begin the record's words. */
async function byWords(where: Where, words: readonly string[]): Promise<Found[]> {
  const phrase = words.join(' ')
  const patterns = words.map((word) =>
    word.length < 3 && words.length === 1 ? `${escapeLike(word)}%` : `%${escapeLike(word)}%`,
  )
  const column = sql.raw(where.source.words)
  return select(where, {
    // One condition a word: the index serves these, and not LIKE ALL over an array.
    condition: sql.join(
      patterns.map((pattern) => sql`${column} like ${pattern}`),
      sql` and `,
    ),
    rank: sql`case when ${column} = ${phrase} then 0 when ${column} like ${`${escapeLike(phrase)}%`} then 1 else 2 end`,
    similarity: sql`1.0 / (1 + length(${column}))`,
    most: perType,
  })
}

/** `<%`: the words typed resemble a stretch of the record's words. Its threshold is the transaction's. */
async function bySimilarity({ db, ...rest }: Where, phrase: string): Promise<Found[]> {
  const column = sql.raw(rest.source.words)
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(similarEnough)}, true)`.execute(tx)
    const found = await select(
      { db: tx, ...rest },
      {
        condition: sql`${phrase} <% ${column}`,
        rank: sql`3`,
        similarity: sql`word_similarity(${phrase}, ${column})`,
        most: closest,
      },
    )
    return found.flatMap((hit) => {
      const errors = typingErrors(phrase, hit.words)
      return errors === null ? [] : [{ ...hit, similarity: -errors }]
    })
  })
}

/** The number of a record elsewhere, as it was imported. */
async function byIdentifier(where: Where, typed: string): Promise<Found[]> {
  const { identifier } = where.source
  if (identifier === undefined) return []
  const condition = sql`${sql.raw(identifier)} = ${typed}`
  return select(where, { condition, rank: sql`0`, similarity: sql`1.0`, most: perType })
}

/** Whole or first part of an e-mail address or telephone number, or a whole identifier, by the table that decides who is who. */
async function byIdentity(where: Where, typed: string): Promise<Found[]> {
  const conditions = [
    sql`(i.kind = 'external' and i.value = ${typed})`,
    ...(/^\S{2,}@\S*$/.test(typed)
      ? [sql`(i.kind = 'email' and i.value like ${`${escapeLike(typed.toLowerCase())}%`})`]
      : []),
    ...phonesOf(typed).map((digits) => sql`(i.kind = 'phone' and i.value like ${`${digits}%`})`),
  ]
  const { workspaceId, source } = where
  return select(
    { ...where, source: { ...source, subtitle: "nullif(concat_ws(' · ', r.email, r.phone), '')", beside: [] } },
    {
      condition: sql`r.subject_id in (select i.subject_id from identity i
        where i.workspace_id = ${workspaceId} and (${sql.join(conditions, sql` or `)}) limit ${perType})`,
      rank: sql`0`,
      similarity: sql`1.0`,
      most: perType,
    },
  )
}

type Order = {
  condition: RawBuilder<unknown>
  rank: RawBuilder<unknown>
  similarity: RawBuilder<unknown>
  most: number
}

/** The one query of this module: candidates of a table, ranked, the best with what stands beside them. */
async function select({ db, workspaceId, source }: Where, { condition, rank, similarity, most }: Order) {
  const raw = (text: string) => sql.raw(text)
  const beside = source.beside.map(
    ([table, as, column]) =>
      sql`left join ${raw(`${table} ${as}`)} on ${raw(as)}.workspace_id = ${workspaceId} and ${raw(`${as}.id = r.${column}`)}`,
  )
  const { rows } = await sql<Found>`with hits as materialized (
      select r.*, ${rank} as rank, ${similarity} as similarity from ${raw(source.table)} r
      where r.workspace_id = ${workspaceId} ${raw(source.neverDeleted ? '' : 'and r.deleted_at is null')} and ${condition} limit ${candidates}
    ), best as (
      select * from hits order by rank, similarity desc limit ${most}
    )
    select ${raw(source.id)} as id, ${raw(source.title)} as title, ${raw(source.subtitle)} as subtitle, ${raw(source.outcome ?? 'null::text')} as outcome, r.rank, r.similarity::float8 as similarity, ${raw(source.words)} as words
    from best r ${sql.join(beside, sql` `)}`.execute(db)
  return rows
}

/** `600 12 34` → `+60012…` as typed with +, and as a national number of Spain. */
function phonesOf(typed: string): string[] {
  if (!/^[+\d][\d\s().-]{4,}$/.test(typed)) return []
  const digits = typed.replace(/\D/g, '')
  if (digits.length < 5) return []
  return typed.startsWith('+')
    ? [`+${digits}`]
    : typed.startsWith('00')
      ? [`+${digits.slice(2)}`]
      : [`+34${digits}`, `+${digits}`]
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
