import { publicTrackingRoutes, trackingRoutes } from '#contract/tracking.ts'
import type { FastLane } from '#kernel/fast-lane.ts'
import { defineModule } from '#kernel/module.ts'
import { type Batch, collect, collectorOf } from './collect.ts'
import { createPartitions, keepHouse, rollUp } from './jobs.ts'
import { listVisits } from './list-visits.ts'
import { reportPages } from './report-pages.ts'
import { trackerScript } from './script.ts'

export default defineModule({
  name: 'tracking',
  routes: trackingRoutes,
  handlers: { 'GET /visits': listVisits, 'GET /reports/pages': reportPages },
  publicRoutes: publicTrackingRoutes,
  publicHandlers: {
    'POST /e': (ctx, { body }) => collect(ctx, body, ctx.request.headers['user-agent']),
    'GET /t.js': async ({ reply }) => {
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(trackerScript())
    },
  },
  fastLane: (services): FastLane<Batch> => ({
    path: '/e',
    take: (body, headers) => collect(services, body, headers['user-agent']),
  }),
  jobs: [rollUp, keepHouse],
  every: [
    { job: rollUp, minutes: 15 },
    { job: keepHouse, minutes: 24 * 60 },
  ],
  start: async (services) => {
    await createPartitions(services)
    return () => collectorOf(services).drain()
  },
})
