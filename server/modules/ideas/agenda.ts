import { sql } from 'kysely'
import { localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import type { AgendaCandidate, AgendaSource } from '#modules/meetings/public.ts'

type Row = {
  id: string
  title: string
  votes: number
  endsOn: string | null
  createdAt: Date
  departmentId: string | null
  ownerId: string | null
}

/** Nobody has to speak of an idea that only its author likes. */
const fewestVotes = 2

/** Experiments whose last day has come, then the most wanted ideas that nobody has decided on. */
export const ideasAgenda: AgendaSource = async (db, workspaceId, _at, scope) => {
  const { timeZone } = await calendarOf(db, workspaceId)
  const today = localDate(timeZone, scope.startsAt)
  const where = sql`i.workspace_id = ${workspaceId} and i.deleted_at is null
    ${scope.projectId ? sql`and i.project_id = ${scope.projectId}` : sql``}
    ${
      scope.departmentIds.length > 0
        ? sql`and (i.department_id is null or i.department_id = any(${[...scope.departmentIds]}::uuid[]))`
        : sql``
    }`
  const columns = sql`i.id, i.title, i.votes, i.ends_on, i.created_at, i.department_id, i.owner_id`
  const [due, wanted] = await Promise.all([
    sql<Row>`select ${columns} from idea i
      where ${where} and i.state = 'experiment' and i.ends_on <= ${today} order by i.ends_on, i.id limit ${scope.limit}`.execute(
      db,
    ),
    sql<Row>`select ${columns} from idea i
      where ${where} and i.state = 'proposed' and i.votes >= ${fewestVotes} order by i.votes desc, i.id desc limit ${scope.limit}`.execute(
      db,
    ),
  ])
  const dueSince = (row: Row) => (row.endsOn ? startOfLocalDay(timeZone, row.endsOn) : row.createdAt)
  return [
    ...due.rows.map((row) => candidateOf('idea_experiment_due', row, dueSince(row))),
    ...wanted.rows.map((row) => candidateOf('idea_wanted', row, row.createdAt)),
  ].slice(0, scope.limit)
}

const candidateOf = (kind: 'idea_experiment_due' | 'idea_wanted', row: Row, since: Date): AgendaCandidate => ({
  key: `${kind}:${row.id}`,
  kind,
  title: row.title,
  params: { votes: row.votes },
  severity: kind === 'idea_experiment_due' ? 'major' : 'minor',
  since,
  amountCents: null,
  url: `/ideas/${row.id}`,
  departmentIds: row.departmentId ? [row.departmentId] : [],
  ownerId: row.ownerId,
})
