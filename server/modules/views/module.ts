import { viewsRoutes } from '#contract/views.ts'
import { defineModule } from '#kernel/module.ts'
import { listFavourites, replaceFavourites } from './favourites.ts'
import { createView, deleteView, listViews, updateView } from './views.ts'

export default defineModule({
  name: 'views',
  routes: viewsRoutes,
  handlers: {
    'GET /views': listViews,
    'POST /views': createView,
    'PATCH /views/:id': updateView,
    'DELETE /views/:id': deleteView,
    'GET /favourites': listFavourites,
    'PUT /favourites': replaceFavourites,
  },
})
