import type { journeyGaps } from '#contract/journey.ts'

type Gap = (typeof journeyGaps)[number]

/** A stage of which nobody is in charge, or in which the customer meets nothing of ours. */
export const stageGaps = ({ owners, touchpoints }: { owners: number; touchpoints: number }): Gap[] =>
  given([owners === 0 && 'no_owner', touchpoints === 0 && 'no_touchpoint'])

type Touchpoint = { ownerId: string | null; links: number; promise: string; metric: string }
export const touchpointGaps = ({ ownerId, links, promise, metric }: Touchpoint): Gap[] =>
  given([
    ownerId === null && 'no_owner',
    links === 0 && 'no_asset',
    promise.trim() === '' && 'no_promise',
    metric.trim() === '' && 'no_metric',
  ])

const given = (gaps: readonly (Gap | false)[]): Gap[] => gaps.filter((gap) => gap !== false)
