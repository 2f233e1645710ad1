import { dealsRoutes } from '#contract/deals.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'deals',
  routes: dealsRoutes,
  handlers: {},
})
