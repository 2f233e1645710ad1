import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Idea, IdeaRow, ideaOutcomes, ideaStates } from '#contract/ideas.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'

export type State = (typeof ideaStates)[number]
export type Row = {
  id: string
  title: string
  body: string
  state: State
  departmentId: string | null
  productId: string | null
  campaignId: string | null
  projectId: string | null
  votes: number
  votedByMe: boolean
  comments: number
  hypothesis: string | null
  measure: string | null
  startsOn: string | null
  endsOn: string | null
  ownerId: string | null
  triedInCampaignId: string | null
  outcome: (typeof ideaOutcomes)[number] | null
  resultNumber: number | null
  learning: string | null
  resultAt: Date | null
  resultBy: string | null
  archivedFrom: State | null
  createdBy: string
  createdAt: Date
  updatedAt: Date
  version: number
}

/** Ideas as whoever asks sees them; the caller adds its own `where`, order and limit, on `i`. */
export const selectIdeas = ({ workspaceId, id }: Actor, where: RawBuilder<unknown>) =>
  sql<Row>`select i.id, i.title, i.body, i.state, i.department_id, i.product_id, i.campaign_id, i.project_id, i.votes,
      exists (select 1 from idea_vote v where v.workspace_id = ${workspaceId} and v.idea_id = i.id and v.member_id = ${id}) as voted_by_me,
      i.comments, i.hypothesis, i.measure, i.starts_on, i.ends_on, i.owner_id, i.tried_in_campaign_id, i.outcome, i.result_number,
      i.learning, i.result_at, i.result_by, i.archived_from, i.created_by, i.created_at, i.updated_at, i.version
    from idea i where i.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on an idea that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, actor: Actor, id: string): Promise<Row> {
  const { rows } = await selectIdeas(actor, sql`i.id = ${id} and i.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends, so that two changes of one idea follow one another. */
export async function lockIdea(tx: Tx, actor: Actor, id: string): Promise<Row> {
  const { rows } = await sql`select 1 from idea
    where workspace_id = ${actor.workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, actor, id)
}

export const readIdea = async (db: Db | Tx, actor: Actor, id: string): Promise<Idea> =>
  toIdea(await readRow(db, actor, id))

export const toSummary = (row: Row): Static<typeof IdeaRow> => ({
  id: row.id,
  title: row.title,
  text: row.body,
  state: row.state,
  departmentId: row.departmentId,
  productId: row.productId,
  campaignId: row.campaignId,
  projectId: row.projectId,
  votes: row.votes,
  votedByMe: row.votedByMe,
  comments: row.comments,
  createdBy: row.createdBy,
  experimentEndsOn: row.endsOn,
  ownerId: row.ownerId,
  outcome: row.outcome,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
})

const toIdea = (row: Row): Idea => ({
  ...toSummary(row),
  experiment:
    row.startsOn && row.endsOn && row.ownerId
      ? {
          hypothesis: row.hypothesis ?? '',
          measure: row.measure ?? '',
          startsOn: row.startsOn,
          endsOn: row.endsOn,
          ownerId: row.ownerId,
          campaignId: row.triedInCampaignId,
        }
      : null,
  result:
    row.outcome && row.resultAt && row.resultBy
      ? {
          outcome: row.outcome,
          number: row.resultNumber,
          learning: row.learning ?? '',
          at: row.resultAt.toISOString(),
          by: row.resultBy,
        }
      : null,
  updatedAt: row.updatedAt.toISOString(),
})

/** What the ledger keeps of an idea in every event. */
export const factsOf = ({ id, title }: { id: string; title: string }) => ({ ideaId: id, ideaTitle: title })
