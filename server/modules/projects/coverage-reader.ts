import type { Db } from '#kernel/db.ts'

/** Valid completions ÷ required of a project's trainings; null where nothing is required. */
export type CoverageReader = (db: Db, workspaceId: string, at: Date, projectId: string) => Promise<number | null>

let reader: CoverageReader | null = null

/** Called once at boot (`server/modules.ts`): trainings know projects, so projects cannot know trainings. */
export const setProjectCoverage = (given: CoverageReader) => void (reader = given)
export const coverageOf: CoverageReader = async (...about) => (reader ? reader(...about) : null)
