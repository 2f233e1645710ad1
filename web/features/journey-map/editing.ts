import type { JourneyStage, Touchpoint } from '#contract/journey.ts'

/** What a dialog is open for; null: something new. */
export type Editing =
  | { what: 'stage'; stage: JourneyStage | null }
  | { what: 'touchpoint'; stageId: string; touchpoint: Touchpoint | null }
