import { glossaryRoutes } from '#contract/glossary.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'glossary', routes: glossaryRoutes, handlers: {} })
