import { activitiesRoutes } from '#contract/activities.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'activities',
  routes: activitiesRoutes,
  handlers: {},
})
