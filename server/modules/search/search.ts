import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { Permission } from '#contract/permissions.ts'
import { type searchRoutes, searchTypes } from '#contract/search.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { foldText } from '#kernel/text.ts'
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

const readers: Record<Type, Permission> = {
  contact: 'contacts.read',
  company: 'contacts.read',
  deal: 'deals.read',
  form: 'forms.read',
}
const addresses: Record<Type, string> = {
  contact: '/contacts/',
  company: '/companies/',
  deal: '/deals/',
  form: '/forms/',
}

/** At most eight of each type, best first; the exact e-mail or telephone number comes before any name. */
export async function search({ db, actor }: Ctx, { query }: Input<Route>): Promise<Reply<Route>> {
  const words = foldText(query.q).split(' ').filter(Boolean).slice(0, 8)
  if (words.length === 0) return { items: [] }
  const types = (query.types ?? searchTypes).filter((type) => actor.permissions.has(readers[type]))
  const sourceOf = (type: Type) => sources[type](actor.workspaceId)
  const exact = await Promise.all(
    types.map(async (type) => {
      const named = await byWords(db, sourceOf(type), words)
      return type === 'contact' ? merge(await byIdentity(db, actor.workspaceId, query.q.trim()), named) : named
    }),
  )
  const phrase = words.join(' ')
  // Resembling addresses and numbers are other people's.
  const isTypo = exact.flat().length < fewHits && phrase.length >= shortestTypo && !/[@\d]/.test(phrase)
  const similar = isTypo ? await Promise.all(types.map((type) => bySimilarity(db, sourceOf(type), phrase))) : []
  return { items: types.flatMap((type, index) => hitsOf(type, merge(exact[index]!, similar[index] ?? []))) }
}

const hitsOf = (kind: Type, found: Found[]): Hit[] =>
  found.slice(0, perType).map(({ id, title, subtitle }) => ({ id, kind, title, subtitle, url: addresses[kind] + id }))

const merge = (first: Found[], second: Found[]): Found[] =>
  [...new Map([...second, ...first].map((hit) => [hit.id, hit])).values()].sort(better)
const better = (a: Found, b: Found) => a.rank - b.rank || b.similarity - a.similarity || a.title.localeCompare(b.title)

/** A table that can be searched: `words` holds lower-case, accent-free text under a trigram index. */
type Source = {
  from: RawBuilder<unknown>
  where: RawBuilder<boolean>
  id: string
  title: string
  subtitle: string
  words: string
  joined: RawBuilder<unknown>
}

const sources: Record<Type, (workspaceId: string) => Source> = {
  contact: (workspaceId) => ({
    from: sql`contact r`,
    where: sql`r.workspace_id = ${workspaceId} and r.deleted_at is null`,
    id: 'r.subject_id',
    title: "coalesce(nullif(r.full_name, ''), r.email, r.phone, '–')",
    subtitle: "nullif(concat_ws(' · ', case when r.full_name <> '' then r.email end, co.name), '')",
    words: 'r.search',
    joined: sql`left join company co on co.workspace_id = ${workspaceId} and co.id = r.company_id`,
  }),
  company: (workspaceId) => ({
    from: sql`company r`,
    where: sql`r.workspace_id = ${workspaceId} and r.deleted_at is null`,
    id: 'r.id',
    title: 'r.name',
    subtitle: "nullif(concat_ws(' · ', r.domain, r.city), '')",
    words: 'r.search',
    joined: sql``,
  }),
  deal: (workspaceId) => ({
    from: sql`deal r`,
    where: sql`r.workspace_id = ${workspaceId} and r.deleted_at is null`,
    id: 'r.id',
    title: 'r.name',
    subtitle: "nullif(concat_ws(' · ', st.name, co.name), '')",
    words: 'r.search',
    joined: sql`left join pipeline_stage st on st.workspace_id = ${workspaceId} and st.id = r.stage_id
      left join company co on co.workspace_id = ${workspaceId} and co.id = r.company_id`,
  }),
  // Forms are few: their names are read as they are.
  form: (workspaceId) => ({
    from: sql`form r`,
    where: sql`r.workspace_id = ${workspaceId} and r.deleted_at is null`,
    id: 'r.id',
    title: 'r.name',
    subtitle: 'null::text',
    words: "translate(lower(r.name), 'áàäâéèëêíìïîóòöôúùüûñç', 'aaaaeeeeiiiioooouuuunc')",
    joined: sql``,
  }),
}

/** Every word occurs. One or two letters have no trigram of their own: they must begin the record's words. */
async function byWords(db: Db, source: Source, words: readonly string[]): Promise<Found[]> {
  const phrase = words.join(' ')
  const patterns = words.map((word) =>
    word.length < 3 && words.length === 1 ? `${escapeLike(word)}%` : `%${escapeLike(word)}%`,
  )
  const column = sql.raw(source.words)
  const rank = sql`case when ${column} = ${phrase} then 0 when ${column} like ${`${escapeLike(phrase)}%`} then 1 else 2 end`
  // One condition a word: the index serves these, and not LIKE ALL over an array.
  const condition = sql.join(
    patterns.map((pattern) => sql`${column} like ${pattern}`),
    sql` and `,
  )
  return select(db, source, condition, rank, sql`1.0 / (1 + length(${column}))`)
}

/** `<%`: the words typed resemble a stretch of the record's words. Its threshold is the transaction's. */
async function bySimilarity(db: Db, source: Source, phrase: string): Promise<Found[]> {
  const column = sql.raw(source.words)
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(similarEnough)}, true)`.execute(tx)
    const found = await select(
      tx,
      source,
      sql`${phrase} <% ${column}`,
      sql`3`,
      sql`word_similarity(${phrase}, ${column})`,
      closest,
    )
    return found.flatMap((hit) => {
      const errors = typingErrors(phrase, hit.words)
      return errors === null ? [] : [{ ...hit, similarity: -errors }]
    })
  })
}

async function select(
  db: Db | Tx,
  source: Source,
  condition: RawBuilder<unknown>,
  rank: RawBuilder<unknown>,
  similarity: RawBuilder<unknown>,
  limit = perType,
): Promise<Found[]> {
  const raw = (text: string) => sql.raw(text)
  const { rows } = await sql<Found>`with hits as materialized (
      select r.*, ${rank} as rank, ${similarity} as similarity from ${source.from} where ${source.where} and ${condition} limit ${candidates}
    ), best as (
      select * from hits order by rank, similarity desc limit ${limit}
    )
    select ${raw(source.id)} as id, ${raw(source.title)} as title, ${raw(source.subtitle)} as subtitle, r.rank, r.similarity::float8 as similarity, ${raw(source.words)} as words
    from best r ${source.joined}`.execute(db)
  return rows
}

/** Whole or first part of an e-mail address or telephone number, through the table that decides who is who. */
async function byIdentity(db: Db, workspaceId: string, typed: string): Promise<Found[]> {
  const conditions = [
    ...(/^\S{2,}@\S*$/.test(typed)
      ? [sql`(i.kind = 'email' and i.value like ${`${escapeLike(typed.toLowerCase())}%`})`]
      : []),
    ...phonesOf(typed).map((digits) => sql`(i.kind = 'phone' and i.value like ${`${digits}%`})`),
  ]
  if (conditions.length === 0) return []
  const { rows } = await sql<Found>`with hits as materialized (
      select distinct i.subject_id from (
        select subject_id from identity i where i.workspace_id = ${workspaceId} and (${sql.join(conditions, sql` or `)}) limit ${perType}
      ) i
    )
    select r.subject_id as id, coalesce(nullif(r.full_name, ''), r.email, r.phone, '–') as title,
      nullif(concat_ws(' · ', r.email, r.phone), '') as subtitle,
      0 as rank, 1.0::float8 as similarity, r.search as words
    from hits join contact r on r.workspace_id = ${workspaceId} and r.subject_id = hits.subject_id and r.deleted_at is null`.execute(
    db,
  )
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
