import { pulseRoutes } from '#contract/pulse.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'pulse', routes: pulseRoutes, handlers: {} })
