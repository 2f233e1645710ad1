import { formsRoutes } from '#contract/forms.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'forms',
  routes: formsRoutes,
  handlers: {},
})
