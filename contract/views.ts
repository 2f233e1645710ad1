import Type from 'typebox'
import { ById, defineEvents, defineRoutes, Id, Text } from './kit.ts'

/** What the address of a list holds: filters, sort, columns. */
const ViewState = Type.Record(
  Type.String({ maxLength: 60 }),
  Type.Union([Type.String({ maxLength: 2000 }), Type.Array(Type.String({ maxLength: 500 }), { maxItems: 200 })]),
  { maxProperties: 60 },
)
export const View = Type.Object({
  id: Id,
  list: Type.String(),
  name: Type.String(),
  shared: Type.Boolean(),
  /** The list opens with it: for its maker, or for everybody who has none of their own if it is shared. */
  isDefault: Type.Boolean(),
  state: ViewState,
  mine: Type.Boolean(),
})
export const Favourite = Type.Object({
  link: Type.String({ pattern: '^/([^/\\\\]|$)', maxLength: 2000 }),
  label: Text(200),
})

const given = { name: Text(80), shared: Type.Boolean(), isDefault: Type.Boolean(), state: ViewState }

export const viewsRoutes = defineRoutes({
  'GET /views': {
    summary: 'Saved views of a list: mine and those that are shared',
    can: 'member',
    query: Type.Object({ list: Text(60) }),
    reply: Type.Object({ items: Type.Array(View) }),
  },
  'POST /views': {
    summary: 'Save a view; sharing it needs views.share',
    can: 'member',
    body: Type.Object({
      list: Text(60),
      name: given.name,
      shared: Type.Optional(given.shared),
      isDefault: Type.Optional(given.isDefault),
      state: given.state,
    }),
    reply: View,
    status: 201,
    problems: ['unprocessable'],
  },
  'PATCH /views/:id': {
    summary: 'Change a view of mine, or a shared one with views.share',
    can: 'member',
    params: ById,
    body: Type.Partial(Type.Object(given)),
    reply: View,
  },
  'DELETE /views/:id': {
    summary: 'Delete a view of mine, or a shared one with views.share',
    can: 'member',
    params: ById,
  },
  'GET /favourites': {
    summary: 'Pages I keep at hand, in my order',
    can: 'member',
    reply: Type.Object({ items: Type.Array(Favourite) }),
  },
  'PUT /favourites': {
    summary: 'Replace my favourites',
    can: 'member',
    body: Type.Object({ items: Type.Array(Favourite, { maxItems: 50 }) }),
    reply: Type.Object({ items: Type.Array(Favourite) }),
  },
})

export const viewsEvents = defineEvents({
  'view.saved': Type.Object({ viewId: Id, list: Type.String(), name: Type.String(), shared: Type.Boolean() }),
  'view.deleted': Type.Object({ viewId: Id, list: Type.String(), name: Type.String(), shared: Type.Boolean() }),
  'favourites.changed': Type.Object({ memberId: Id }),
})
