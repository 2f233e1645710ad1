import { agreementsRoutes } from '#contract/agreements.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'agreements', routes: agreementsRoutes, handlers: {} })
