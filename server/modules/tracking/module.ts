import { publicTrackingRoutes, trackingRoutes } from '#contract/tracking.ts'
import { defineModule } from '#kernel/module.ts'
import { collect, collectorOf } from './collect.ts'
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
    'POST /e': (ctx, { body }) => {
      // Sites of the company live at other addresses; nothing is read back, so any origin may send.
      ctx.reply.header('access-control-allow-origin', '*')
      return collect(ctx, body)
    },
    'GET /t.js': async ({ reply }) => {
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(trackerScript())
    },
  },
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
