import { alignmentRoutes } from '#contract/alignment.ts'
import { defineModule } from '#kernel/module.ts'
import { measureDays } from './measure-days.ts'
import { readAlignment } from './read-alignment.ts'
import { readTrend } from './read-trend.ts'

export default defineModule({
  name: 'alignment',
  routes: alignmentRoutes,
  handlers: {
    'GET /alignment': (ctx, { query }) => readAlignment(ctx, query),
    'GET /alignment/trend': (ctx, { query }) => readTrend(ctx, query),
  },
  jobs: [measureDays],
  every: [{ job: measureDays, minutes: 60 }],
})
