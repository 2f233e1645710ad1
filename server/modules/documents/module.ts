import { documentsRoutes } from '#contract/documents.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'documents', routes: documentsRoutes, handlers: {} })
