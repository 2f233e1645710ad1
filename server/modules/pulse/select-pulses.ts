import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { defaultQuestions, type Pulse, type PulseGroup, type pulseStates } from '#contract/pulse.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { asLocale, type Locale, translate } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import type { Groups } from './rules/urn.ts'

export type StoredQuestion = { key: string; text: string | null }
/** What is kept of a closed pulse, and all that is kept. */
export type Result = {
  hidden: 'too_few' | null
  mean: number | null
  questionMeans: Record<string, number>
  groups: Omit<Static<typeof PulseGroup>, 'name'>[]
  comments: string[]
  commentsHidden: boolean
}
export type Row = {
  id: string
  state: (typeof pulseStates)[number]
  opensOn: string
  closesOn: string
  questions: StoredQuestion[]
  groups: Groups
  invited: number
  answered: number
  answeredByMe: boolean
  isInvited: boolean
  result: Result | null
  remindedOn: string | null
  createdAt: Date
  closedAt: Date | null
}

/** Members who are asked: everybody who works here. Guests are not. */
const isAsked = (workspaceId: string) => sql`m.workspace_id = ${workspaceId} and m.removed_at is null
  and exists (select 1 from role r where r.workspace_id = ${workspaceId} and r.id = m.role_id and r.key <> 'guest')`

/** Pulses as whoever asks sees them; the caller adds its own `where`, order and limit, on `p`. */
export const selectPulses = ({ workspaceId, id }: Actor, where: RawBuilder<unknown>) =>
  sql<Row>`select p.id, p.state, p.opens_on, p.closes_on, p.questions, p.groups, p.result, p.reminded_on, p.created_at, p.closed_at,
      coalesce(p.invited, (select count(*) from member m where ${isAsked(workspaceId)})) as invited,
      coalesce(p.answered, (select count(*) from pulse_participation a where a.workspace_id = ${workspaceId} and a.pulse_id = p.id)) as answered,
      exists (select 1 from pulse_participation a where a.workspace_id = ${workspaceId} and a.pulse_id = p.id and a.member_id = ${id}) as answered_by_me,
      exists (select 1 from member m where ${isAsked(workspaceId)} and m.id = ${id}) as is_invited
    from pulse p where p.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a pulse that is not there or another workspace's. */
export async function readRow(db: Db | Tx, actor: Actor, id: string): Promise<Row> {
  const { rows } = await selectPulses(actor, sql`p.id = ${id}`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends. */
export async function lockPulse(tx: Tx, actor: Actor, id: string): Promise<Row> {
  const { rows } =
    await sql`select 1 from pulse where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, actor, id)
}

export type Asked = { id: string; departmentId: string | null; isLeader: boolean }

/**
 * Who is asked, each with the one department an answer counts in (of several the first) and whether they lead: a manager of a
 * department, or by role.
 */
export async function askedMembers(db: Db | Tx, workspaceId: string, memberId?: string): Promise<Asked[]> {
  const { rows } = await sql<Asked>`select m.id,
      (select d.id from member_department md join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
        where md.workspace_id = ${workspaceId} and d.workspace_id = ${workspaceId} and md.member_id = m.id and d.deleted_at is null
        order by d.created_at, d.id limit 1) as department_id,
      (exists (select 1 from member_department md where md.workspace_id = ${workspaceId} and md.member_id = m.id and md.is_manager)
        or exists (select 1 from role r where r.workspace_id = ${workspaceId} and r.id = m.role_id and r.key in ('owner', 'manager'))) as is_leader
    from member m where ${isAsked(workspaceId)} ${memberId ? sql`and m.id = ${memberId}` : sql``} order by m.id`.execute(
    db,
  )
  return rows
}

/** Language of whoever reads: the member's, else the workspace's. */
export async function localeOf(db: Db | Tx, { workspaceId, id }: Actor): Promise<Locale> {
  const { rows } = await sql<{ locale: string }>`select coalesce(
      (select m.locale from member m where m.workspace_id = ${workspaceId} and m.id = ${id}), w.locale) as locale
    from workspace w where w.id = ${workspaceId}`.execute(db)
  return asLocale(rows[0]?.locale)
}

const ownKeys: readonly string[] = defaultQuestions
export const isOwnQuestion = (key: string) => ownKeys.includes(key)
export const inWords = (locale: Locale, { key, text }: StoredQuestion) => ({
  key,
  text: text ?? translate(locale, `pulse.questions.${key}`),
})

export const toPulse = (row: Row, locale: Locale, today: string): Pulse => ({
  id: row.id,
  state: row.state,
  opensOn: row.opensOn,
  closesOn: row.closesOn,
  questions: row.questions.map((question) => inWords(locale, question)),
  invited: row.invited,
  answered: row.answered,
  answerable: row.state === 'open' && row.closesOn >= today && row.isInvited && !row.answeredByMe,
  answeredByMe: row.answeredByMe,
  mean: row.result?.mean ?? null,
  questionMeans: row.result?.questionMeans ?? {},
  closedAt: row.closedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

/** What the ledger keeps of a pulse. */
export const factsOf = ({ id, opensOn, closesOn }: Pick<Row, 'id' | 'opensOn' | 'closesOn'>) => ({
  ...{ pulseId: id, opensOn, closesOn },
})
