import { demoRoutes } from '#contract/demo.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'demo',
  routes: demoRoutes,
  handlers: {},
})
