import { conflictsRoutes } from '#contract/conflicts.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'conflicts', routes: conflictsRoutes, handlers: {} })
