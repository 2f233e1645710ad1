import type { Tx } from '#kernel/db.ts'
import type { Locale } from '#kernel/i18n.ts'
import type { CreatedWorkspace } from './create-workspace.ts'

/** What a module puts into every new workspace: its default pipeline, scoring model, calendar … */
export type Seed = (tx: Tx, at: Date, workspace: CreatedWorkspace, locale: Locale) => Promise<void>

const seeds: Seed[] = []
/** Called by `server/modules.ts`, so that accounts need not know the others. */
export const setSeeds = (given: readonly Seed[]) => void seeds.splice(0, seeds.length, ...given)

export async function seedWorkspace(tx: Tx, at: Date, workspace: CreatedWorkspace, locale: Locale): Promise<void> {
  for (const seed of seeds) await seed(tx, at, workspace, locale)
}
