import { ideasRoutes } from '#contract/ideas.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'ideas', routes: ideasRoutes, handlers: {} })
