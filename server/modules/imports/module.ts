import { importsRoutes } from '#contract/imports.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'imports',
  routes: importsRoutes,
  handlers: {},
})
