import { platformRoutes } from '#contract/platform.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'platform',
  routes: platformRoutes,
  handlers: {},
})
