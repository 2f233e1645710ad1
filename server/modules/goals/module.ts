import { goalsRoutes } from '#contract/goals.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'goals', routes: goalsRoutes, handlers: {} })
