import { meetingsRoutes } from '#contract/meetings.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'meetings', routes: meetingsRoutes, handlers: {} })
