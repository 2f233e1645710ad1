import { demoRoutes } from '#contract/demo.ts'
import { defineModule } from '#kernel/module.ts'
import { startDemo } from './start-demo.ts'

export default defineModule({
  name: 'demo',
  routes: demoRoutes,
  handlers: { 'POST /demo': startDemo },
})
