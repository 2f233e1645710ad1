import { projectsRoutes } from '#contract/projects.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'projects', routes: projectsRoutes, handlers: {} })
