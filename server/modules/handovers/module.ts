import { handoversRoutes } from '#contract/handovers.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'handovers',
  routes: handoversRoutes,
  handlers: {},
})
