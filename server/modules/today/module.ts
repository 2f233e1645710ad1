import { todayRoutes } from '#contract/today.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'today',
  routes: todayRoutes,
  handlers: {},
})
