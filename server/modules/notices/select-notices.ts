import { type RawBuilder, sql } from 'kysely'
import type { NodeType } from '#contract/impacts.ts'
import type {
  Notice,
  NoticeAudience,
  NoticeReason,
  NoticeRevision,
  NoticeRow,
  noticeKinds,
  noticeStates,
} from '#contract/notices.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'
import { type Described, describeNodes, keyOf, type Node } from '#modules/impacts/public.ts'
import type { Severity } from './rules/deadline.ts'

export type Question = { text: string; options: string[]; answer: number; explanation: string }
export type Row = {
  id: string
  kind: (typeof noticeKinds)[number]
  title: string
  body: string
  severity: Severity
  aboutType: NodeType | null
  aboutId: string | null
  audience: NoticeAudience
  acknowledgement: boolean
  question: Question | null
  dueOn: string | null
  state: (typeof noticeStates)[number]
  revision: number
  history: NoticeRevision[]
  authorId: string
  publishedAt: Date | null
  dueAt: Date | null
  retiredAt: Date | null
  projectId: string | null
  version: number
  createdAt: Date
  updatedAt: Date
}
type Part = {
  reasons: NoticeReason[] | null
  myDueAt: Date | null
  readAt: Date | null
  acknowledgedAt: Date | null
  attempts: number
  recipients: number
  read: number
  acknowledged: number
  overdue: number
}

const columns = sql`n.id, n.kind, n.title, n.body, n.severity, n.about_type, n.about_id, n.audience, n.acknowledgement, n.question, n.due_on,
  n.state, n.revision, n.history, n.created_by as author_id, n.published_at, n.due_at, n.retired_at, n.project_id, n.version, n.created_at, n.updated_at`

/** Notices with the reader's part `r` and their progress; the caller adds its own `where`, order and limit, on `n` and `r`. */
export const selectNotices = ({ workspaceId, id }: Actor, at: Date, where: RawBuilder<unknown>) =>
  sql<
    Row & Part
  >`select ${columns}, r.reasons, r.due_at as my_due_at, r.read_at, r.acknowledged_at, coalesce(r.attempts, 0) as attempts,
    p.recipients, p.read, p.acknowledged, p.overdue
    from notice n
    left join notice_recipient r on r.workspace_id = n.workspace_id and r.workspace_id = ${workspaceId} and r.notice_id = n.id and r.member_id = ${id}
    cross join lateral (select count(*)::int as recipients, count(*) filter (where o.read_at is not null)::int as read,
        count(*) filter (where o.acknowledged_at is not null)::int as acknowledged,
        count(*) filter (where o.acknowledged_at is null and o.due_at <= ${at})::int as overdue
      from notice_recipient o join member m on m.workspace_id = ${workspaceId} and m.id = o.member_id and m.removed_at is null
      where o.workspace_id = ${workspaceId} and o.notice_id = n.id) p
    where n.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a notice that is not there, deleted, another workspace's, or a draft that the reader may not write. */
export async function readNotice(db: Db | Tx, actor: Actor, at: Date, id: string): Promise<Notice> {
  const { rows } = await selectNotices(actor, at, sql`n.id = ${id} and n.deleted_at is null`).execute(db)
  const row = rows[0]
  if (!row || (row.state === 'draft' && !mayWrite(actor, row))) throw new Problem('not_found')
  const described = await describeAbouts(db, actor.workspaceId, rows)
  const isAnswered = row.acknowledgedAt !== null
  const showsAnswer = row.state === 'draft' || row.authorId === actor.id || isAnswered
  const { question } = row
  return {
    ...toRow(row, described),
    body: row.body,
    question: question && {
      text: question.text,
      options: question.options,
      answer: showsAnswer ? question.answer : null,
      explanation: showsAnswer ? question.explanation : null,
    },
    dueOn: row.dueOn,
    history: row.history,
  }
}

const mayWrite = (actor: Actor, row: Row) => actor.permissions.has('notices.write') || row.authorId === actor.id

export const toRow = (row: Row & Part, described: ReadonlyMap<string, Described>): NoticeRow => {
  const about = aboutOf(row)
  const known = about && described.get(keyOf(about))
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    severity: row.severity,
    about: about && { ...about, name: known?.name ?? '', url: known?.url ?? null },
    audience: row.audience,
    acknowledgement: row.acknowledgement,
    hasQuestion: row.question !== null,
    state: row.state,
    revision: row.revision,
    authorId: row.authorId,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    retiredAt: row.retiredAt?.toISOString() ?? null,
    projectId: row.projectId,
    mine: row.reasons && {
      reasons: row.reasons,
      dueAt: row.myDueAt?.toISOString() ?? null,
      readAt: row.readAt?.toISOString() ?? null,
      acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
      attempts: row.attempts,
    },
    progress: {
      recipients: row.recipients,
      read: row.read,
      acknowledged: row.acknowledged,
      overdue: row.overdue,
    },
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

export const aboutOf = ({ aboutType, aboutId }: Pick<Row, 'aboutType' | 'aboutId'>): Node | null =>
  aboutType && aboutId ? { type: aboutType, id: aboutId } : null

export const describeAbouts = (db: Db | Tx, workspaceId: string, rows: readonly Row[]) =>
  describeNodes(
    db,
    workspaceId,
    rows.flatMap((row) => aboutOf(row) ?? []),
  )

/** The row alone, held until the transaction ends; 404 when it is not there. */
export async function lockNotice(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await sql<Row>`select ${columns} from notice n
    where n.workspace_id = ${workspaceId} and n.id = ${id} and n.deleted_at is null for update`.execute(tx)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

export const factsOf = ({ id, title }: Pick<Row, 'id' | 'title'>) => ({ noticeId: id, title })
