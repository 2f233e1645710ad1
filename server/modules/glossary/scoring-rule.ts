import { sql } from 'kysely'
import type { TermBinding, TermRule } from '#contract/glossary.ts'
import type { Db, Tx } from '#kernel/db.ts'

/** Whether the scoring model decides who counts: then a new model in force is a new meaning of the word. */
export const restsOnScoring = (binding: TermBinding): boolean =>
  (binding.kind === 'stage' && binding.stage === 'mql') ||
  binding.kind === 'temperature' ||
  (binding.kind === 'report' && (binding.report === 'hot_leads' || binding.report === 'mqls_this_month'))

type Bound = { fit: number; engagement: number }
type Definition = { mql: Bound; hot: Bound; warm: Bound; handRaiseDays: number }

/** What the model in force asks for, in the part that the binding rests on. */
export async function ruleOf(db: Db | Tx, workspaceId: string, binding: TermBinding): Promise<TermRule | null> {
  if (!restsOnScoring(binding)) return null
  const { rows } = await sql<{ version: number; definition: Definition }>`select version, definition from scoring_model
    where workspace_id = ${workspaceId} and state = 'active'`.execute(db)
  const model = rows[0]
  if (!model) return null
  const part =
    binding.kind === 'temperature'
      ? binding.temperature
      : binding.kind === 'report' && binding.report === 'hot_leads'
        ? 'hot'
        : 'mql'
  // Cold is what is not even warm.
  const bound = model.definition[part === 'cold' ? 'warm' : part]
  return { scoringVersion: model.version, ...bound, handRaiseDays: model.definition.handRaiseDays }
}

/** The model that a version of such a word is signed with; null where it does not rest on one. */
export const ruleVersionOf = async (db: Db | Tx, workspaceId: string, binding: TermBinding): Promise<number | null> =>
  (await ruleOf(db, workspaceId, binding))?.scoringVersion ?? null
