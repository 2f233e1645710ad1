import { demoRoutes } from '#contract/demo.ts'
import { defineModule } from '#kernel/module.ts'
import { thenForgetKeys } from '#modules/accounts/public.ts'
import { playDay, readStory } from './play-day.ts'
import { readProgress } from './progress.ts'
import { startDemo } from './start-demo.ts'

export default defineModule({
  name: 'demo',
  routes: demoRoutes,
  handlers: {
    'POST /demo': startDemo,
    'GET /demo/progress': readProgress,
    'GET /demo/days': readStory,
    'POST /demo/days': thenForgetKeys(playDay),
  },
})
