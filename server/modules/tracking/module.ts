import { trackingRoutes } from '#contract/tracking.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'tracking',
  routes: trackingRoutes,
  handlers: {},
})
