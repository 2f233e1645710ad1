import type { ComponentKey } from '#contract/alignment.ts'
import type { Db } from '#kernel/db.ts'
import { attainment } from '#modules/agreements/public.ts'
import { consistency } from '#modules/claims/public.ts'
import { goalPace } from '#modules/goals/public.ts'
import { freshnessScore } from '#modules/information/public.ts'
import { meetingsHeld } from '#modules/meetings/public.ts'
import type { findProject } from '#modules/projects/public.ts'
import { trainingCoverage } from '#modules/trainings/public.ts'
import { companyWeights, projectWeights, type Values, type Weights } from './rules/score.ts'

export type Project = NonNullable<Awaited<ReturnType<typeof findProject>>>
export type Measured = { values: Values; weights: Weights }

/** Meetings of the last 30 days: a month has its monthly one and four weekly ones in it. */
const meetingDays = 30
const dayMs = 86_400_000

/** Every component as of `at`, to four decimals: what is shown is what is counted with. */
export const measureCompany = async (db: Db, workspaceId: string, at: Date): Promise<Measured> => {
  const [marketing, sales, pace, fresh, held, consistent] = await Promise.all([
    attainment(db, workspaceId, at, 'marketing_to_sales'),
    attainment(db, workspaceId, at, 'sales_to_marketing'),
    goalPace(db, workspaceId, at),
    freshnessScore(db, workspaceId, at),
    heldWithQuorum(db, workspaceId, at),
    consistency(db, workspaceId),
  ])
  return {
    weights: companyWeights,
    values: rounded({
      marketing_sla: marketing,
      sales_sla: sales,
      goal_pace: pace,
      freshness: fresh,
      meetings_held: held,
      product_consistency: consistent === null ? null : consistent / 100,
    }),
  }
}

/** Of a project only what it runs on, and its goals if it has any. */
export const measureProject = async (
  db: Db,
  workspaceId: string,
  at: Date,
  { id, runsOn }: Project,
): Promise<Measured> => {
  const [pace, fresh, held, coverage] = await Promise.all([
    goalPace(db, workspaceId, at, id),
    runsOn.checklist ? freshnessScore(db, workspaceId, at, id) : null,
    runsOn.meetings ? heldWithQuorum(db, workspaceId, at, id) : null,
    runsOn.training ? trainingCoverage(db, workspaceId, at, id) : null,
  ])
  return {
    weights: projectWeights,
    values: rounded({ goal_pace: pace, freshness: fresh, meetings_held: held, training: coverage }),
  }
}

async function heldWithQuorum(db: Db, workspaceId: string, at: Date, projectId?: string): Promise<number | null> {
  const { held, withQuorum } = await meetingsHeld(
    db,
    workspaceId,
    new Date(at.getTime() - meetingDays * dayMs),
    at,
    projectId,
  )
  return held === 0 ? null : withQuorum / held
}

const rounded = (values: Values): Values =>
  Object.fromEntries(
    (Object.entries(values) as [ComponentKey, number | null][]).map(([key, value]) => [
      key,
      value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000,
    ]),
  )
