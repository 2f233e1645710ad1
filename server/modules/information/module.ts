import { informationRoutes } from '#contract/information.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'information', routes: informationRoutes, handlers: {} })
