import { searchRoutes } from '#contract/search.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'search',
  routes: searchRoutes,
  handlers: {},
})
