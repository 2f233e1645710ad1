import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { HAND_RAISE, type Signal } from './rules/model.ts'

const horizonMs = 400 * 86_400_000
/** Per person, the newest: what is older than thousands of signals has decayed to nothing. */
const maxSignals = 2000

type Row = { subjectId: string; id: string; type: string; at: Date; name: string | null; url: string | null }

/**
 * What people did up to an instant, by subject: forms sent (a hand-raise is a signal of its own) and what the tracker saw of
 * the visitors they were. 400 days back, and at most the newest 2,000 of each person. At most two statements.
 */
export async function loadSignals(
  db: Db | Tx,
  workspaceId: string,
  subjects: readonly { subjectId: string; visitorIds: readonly string[] }[],
  at: Date,
): Promise<Map<string, Signal[]>> {
  const rows = [...(await submissions(db, workspaceId, subjects, at)), ...(await visits(db, workspaceId, subjects, at))]
  const bySubject = Map.groupBy(rows, (row) => row.subjectId)
  for (const [subjectId, signals] of bySubject)
    if (signals.length > maxSignals) bySubject.set(subjectId, newest(signals))
  return bySubject
}

async function submissions(db: Db | Tx, workspaceId: string, subjects: readonly { subjectId: string }[], at: Date) {
  const since = sinceOf(at)
  const ids = subjects.map(({ subjectId }) => subjectId)
  const { rows } = await sql<
    Omit<Row, 'type'> & { handRaise: boolean }
  >`select s.subject_id, f.id, f.at, f.form_id::text as name, f.page_url as url,
      f.hand_raise
    from unnest(${ids}::uuid[]) as s(subject_id) cross join lateral (
      select id, at, form_id, page_url, hand_raise from form_submission
      where workspace_id = ${workspaceId} and subject_id = s.subject_id and at > ${since} and at <= ${at}
      order by at desc, id desc limit ${maxSignals}) f`.execute(db)
  return rows.flatMap(({ handRaise, ...row }): Row[] => signalsOf(row, handRaise))
}

/** What a submission is to scoring: a form sent, and with a form that asks to be contacted, a hand-raise. */
export function signalsOf<R extends { id: string }>(row: R, handRaise: boolean): (R & { type: string })[] {
  const sent = { ...row, type: 'form_submitted' }
  return handRaise ? [sent, { ...row, id: `${row.id} ${HAND_RAISE}`, type: HAND_RAISE }] : [sent]
}

const sinceOf = (at: Date) => new Date(at.getTime() - horizonMs)

export async function visits(
  db: Db | Tx,
  workspaceId: string,
  subjects: readonly { subjectId: string; visitorIds: readonly string[] }[],
  at: Date,
): Promise<Row[]> {
  const since = sinceOf(at)
  const visitors = subjects.flatMap(({ subjectId, visitorIds }) =>
    visitorIds.map((visitorId) => ({ subjectId, visitorId })),
  )
  if (visitors.length === 0) return []
  const { rows } = await sql<Row>`select v.subject_id, e.event_key as id, e.type, e.at, e.name, e.url
    from unnest(${visitors.map((row) => row.subjectId)}::uuid[], ${visitors.map((row) => row.visitorId)}::text[]) as v(subject_id, visitor_id)
    cross join lateral (
      select event_key, type, at, name, url from visit_event
      where workspace_id = ${workspaceId} and visitor_id = v.visitor_id and at > ${since} and at <= ${at}
      order by at desc limit ${maxSignals}) e`.execute(db)
  return rows
}

function newest(signals: Row[]): Row[] {
  return signals.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)).slice(0, maxSignals)
}
