import { viewsRoutes } from '#contract/views.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'views',
  routes: viewsRoutes,
  handlers: {},
})
