import { scoringRoutes } from '#contract/scoring.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'scoring',
  routes: scoringRoutes,
  handlers: {},
})
