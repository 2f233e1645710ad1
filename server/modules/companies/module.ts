import { companiesRoutes } from '#contract/companies.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'companies',
  routes: companiesRoutes,
  handlers: {},
})
