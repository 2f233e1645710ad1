import { searchRoutes } from '#contract/search.ts'
import { defineModule } from '#kernel/module.ts'
import { search } from './search.ts'

export default defineModule({ name: 'search', routes: searchRoutes, handlers: { 'GET /search': search } })
