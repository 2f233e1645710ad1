import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { recordConsents } from './consents.ts'
import { lockAlive } from './patch.ts'
import { subjectIdsOf, survivorOf } from './read.ts'

type Row = {
  id: string
  purpose: string
  state: 'granted' | 'withdrawn' | 'pending'
  basis: 'consent' | 'contract' | 'legitimate_interest'
  method: 'form' | 'import' | 'api' | 'manual' | 'preference_centre'
  at: Date
  text: string | null
  formId: string | null
  formName: string | null
  formVersion: number | null
  pageUrl: string | null
  ipTruncated: string | null
  confirmedAt: Date | null
  actorName: string | null
}

/** Every consent with its proof, newest first; `current` marks what holds now for each purpose. */
export async function listConsents({ db, actor }: Ctx, id: string) {
  const { workspaceId } = actor
  const ids = await subjectIdsOf(db, workspaceId, await survivorOf(db, workspaceId, id))
  const { rows } =
    await sql<Row>`select c.id, c.purpose, c.state, c.basis, c.method, c.at, c.text, c.form_id, f.name as form_name, c.form_version,
      c.page_url, c.ip_truncated, c.confirmed_at, m.full_name as actor_name
    from consent c
    left join form f on f.workspace_id = c.workspace_id and f.id = c.form_id
    left join member m on m.workspace_id = c.workspace_id and m.id = c.actor_id
    where c.workspace_id = ${workspaceId} and c.subject_id = any (${ids}::uuid[]) order by c.at desc, c.id desc limit 500`.execute(
      db,
    )
  const seen = new Set<string>()
  const items = rows.map((row) => {
    const current = !seen.has(row.purpose)
    seen.add(row.purpose)
    return { ...row, at: row.at.toISOString(), confirmedAt: row.confirmedAt?.toISOString() ?? null, current }
  })
  return { items, next: null }
}

type Body = { purpose: string; state: Row['state']; basis?: Row['basis']; text?: string | null }
/** A consent without the words that were accepted proves nothing: whoever grants one says them. */
export const addConsent = (ctx: Ctx, id: string, { purpose, state, basis = 'consent', text = null }: Body) =>
  ctx.transact(async (tx) => {
    await lockAlive(tx, ctx.actor.workspaceId, id)
    if (state === 'granted' && basis === 'consent' && !text?.trim()) throw invalid('/text', 'required')
    const method = ctx.actor.kind === 'member' ? 'manual' : 'api'
    await recordConsents(tx, ctx.actor, ctx.clock.now(), [{ subjectId: id, purpose, state, basis, method, text }])
    return { purpose, state }
  })
