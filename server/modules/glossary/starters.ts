import { sql } from 'kysely'
import type { TermBinding } from '#contract/glossary.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale, type Locale, translate } from '#kernel/i18n.ts'
import { foldText } from '#kernel/text.ts'
import { type Content, cleaned, keysOf, usualDepartments } from './content.ts'
import { type Row, selectTerms } from './select-terms.ts'
import { propose } from './sign.ts'
import { tellSigners } from './signers.ts'
import { insertTerm } from './write-term.ts'

const starters: readonly { key: string; binding: TermBinding }[] = [
  { key: 'lead', binding: { kind: 'stage', stage: 'lead' } },
  { key: 'mql', binding: { kind: 'stage', stage: 'mql' } },
  { key: 'sal', binding: { kind: 'stage', stage: 'sal' } },
  { key: 'opportunity', binding: { kind: 'stage', stage: 'opportunity' } },
  { key: 'customer', binding: { kind: 'stage', stage: 'customer' } },
  { key: 'recycled', binding: { kind: 'stage', stage: 'recycled' } },
  { key: 'hotLead', binding: { kind: 'temperature', temperature: 'hot' } },
  { key: 'handover', binding: { kind: 'report', report: 'handovers_waiting' } },
  { key: 'sla', binding: { kind: 'none' } },
  { key: 'wonRevenue', binding: { kind: 'report', report: 'won_revenue_this_month' } },
  { key: 'returnRate', binding: { kind: 'report', report: 'return_rate_90_days' } },
]

/**
 * The words every company needs, in the workspace's language, bound to their rules and proposed to both departments, who are told
 * once. A word that anybody has defined already, as a name or an alias, stays as it is.
 */
export const addStarters = (ctx: Ctx): Promise<{ created: number }> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const locale = await lockedLocale(tx, workspaceId)
    const { rows } = await sql<{ keys: string[] }>`select keys from term
      where workspace_id = ${workspaceId} and deleted_at is null`.execute(tx)
    const taken = new Set(rows.flatMap((row) => row.keys))
    const departmentIds = await usualDepartments(tx, workspaceId)
    const made: Row[] = []
    for (const { key, binding } of starters) {
      const content = contentOf(locale, key, binding, departmentIds, taken)
      if (taken.has(foldText(content.name))) continue
      for (const word of keysOf(content)) taken.add(word)
      const id = await insertTerm(tx, actor, at, content, actor.id)
      const { rows: written } = await selectTerms(workspaceId, sql`t.id = ${id}`).execute(tx)
      await propose(tx, actor, at, written[0]!)
      made.push(written[0]!)
    }
    await tellSigners(tx, at, actor, made)
    return { created: made.length }
  })

/** The workspace's language; whoever else writes words meanwhile waits. */
async function lockedLocale(tx: Tx, workspaceId: string): Promise<Locale> {
  const { rows } = await sql<{
    locale: string
  }>`select locale from workspace where id = ${workspaceId} for no key update`.execute(tx)
  return asLocale(rows[0]?.locale)
}

function contentOf(
  locale: Locale,
  key: string,
  binding: TermBinding,
  departmentIds: string[],
  taken: ReadonlySet<string>,
): Content {
  const word = (part: string) => translate(locale, `glossary.starters.${key}.${part}`)
  const aliases = word('aliases')
    .split(',')
    .map((alias) => alias.trim())
    .filter((alias) => alias !== '' && !taken.has(foldText(alias)))
  return cleaned({
    name: word('name'),
    aliases,
    definition: word('definition'),
    example: word('example'),
    binding,
    departmentIds,
  })
}
