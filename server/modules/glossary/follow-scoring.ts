import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { scoringEvents } from '#contract/scoring.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { restsOnScoring } from './scoring-rule.ts'
import { type Row, selectTerms, versionOf } from './select-terms.ts'
import { copyVersion, propose } from './sign.ts'
import { tellOutdated, tellSigners } from './signers.ts'
import { withdraw } from './write-term.ts'

const most = 1000

/**
 * A scoring model put in force changes what the words that rest on it mean: those in force are marked as out of date, and those
 * that wait for signatures are proposed anew, because what was signed so far was another rule.
 */
export const followScoring = defineJob({
  name: 'glossary.follow-scoring',
  payload: Type.Object({ workspaceId: Id, ...scoringEvents['scoring_model.activated'].properties }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, version: ruleVersion }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const at = clock.now()
      const actor = systemActor(workspaceId)
      const { rows: held } = await sql<{ id: string }>`select t.id from term t
        where t.workspace_id = ${workspaceId} and t.deleted_at is null and exists (select 1 from term_version v
          where v.workspace_id = ${workspaceId} and v.term_id = t.id and v.state in ('proposed', 'in_force') and v.rule_version is not null
            and v.rule_version < ${ruleVersion})
        order by t.id limit ${most} for update of t`.execute(tx)
      const ids = held.map((row) => row.id)
      if (ids.length === 0) return
      const { rows: heads } = await selectTerms(workspaceId, sql`t.id = any(${ids}::uuid[]) order by t.id`).execute(tx)
      const renewed: Row[] = []
      for (const row of heads.filter((one) => one.state === 'proposed' && restsOnScoring(one.binding))) {
        await withdraw(tx, workspaceId, at, row)
        const next = await copyVersion(tx, actor, at, row)
        await propose(tx, actor, at, next)
        renewed.push(next)
      }
      const { rows: outdated } = await sql<{
        id: string
      }>`update term t set outdated_at = ${at}, updated_at = ${at}, version = version + 1
        where t.workspace_id = ${workspaceId} and t.id = any(${ids}::uuid[]) and t.outdated_at is null and exists (select 1 from term_version v
          where v.workspace_id = ${workspaceId} and v.term_id = t.id and v.term_version = t.in_force_version and v.rule_version < ${ruleVersion})
        returning t.id`.execute(tx)
      const stale = heads.filter((row) => outdated.some(({ id }) => id === row.id))
      await recordMany(
        tx,
        actor,
        at,
        stale.map((row) => ({
          name: 'term.outdated' as const,
          data: { ...versionOf(row), ruleVersion },
          subjects: [row.id],
        })),
      )
      await tellSigners(tx, at, actor, renewed)
      await tellOutdated(tx, at, workspaceId, stale, ruleVersion)
    })
  },
})
