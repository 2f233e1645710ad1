import { noticesRoutes } from '#contract/notices.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'notices', routes: noticesRoutes, handlers: {} })
