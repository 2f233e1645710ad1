import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'

type Row = { id: string; mean: number; answered: number; closesOn: string }

/** How people see it: the last closed pulse with enough answers, and the change against the one before; null: there is none. */
export async function perceptionOf(db: Db, workspaceId: string) {
  const { rows } = await sql<Row>`select id, (result->>'mean')::double precision as mean, answered, closes_on from pulse
    where workspace_id = ${workspaceId} and state = 'closed' and result->>'hidden' is null
    order by opens_on desc, id desc limit 2`.execute(db)
  const [last, before] = rows
  if (!last) return null
  return {
    pulseId: last.id,
    mean: last.mean,
    answered: last.answered,
    closedOn: last.closesOn,
    change: before ? Math.round((last.mean - before.mean) * 100) / 100 : null,
  }
}

/** Means of the pulses whose last day lies in the period, oldest first. */
export async function perceptionBetween(db: Db, workspaceId: string, from: string, to: string) {
  const { rows } = await sql<{
    on: string
    mean: number
  }>`select closes_on as "on", (result->>'mean')::double precision as mean from pulse
    where workspace_id = ${workspaceId} and state = 'closed' and result->>'hidden' is null and closes_on between ${from} and ${to}
    order by closes_on, id`.execute(db)
  return rows
}
