import { trainingsRoutes } from '#contract/trainings.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({ name: 'trainings', routes: trainingsRoutes, handlers: {} })
