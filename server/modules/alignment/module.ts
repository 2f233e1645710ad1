import { alignmentRoutes } from '#contract/alignment.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'alignment', routes: alignmentRoutes, handlers: {} })
