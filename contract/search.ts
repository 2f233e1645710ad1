import Type from 'typebox'
import { defineEvents, defineRoutes, Nullable, OneOf } from './kit.ts'

export const searchTypes = ['contact', 'company', 'deal', 'campaign', 'product', 'order', 'asset', 'form'] as const
export const SearchHit = Type.Object({
  id: Type.String(),
  kind: OneOf(searchTypes),
  title: Type.String(),
  subtitle: Nullable(Type.String()),
  /** How a deal ended, in place of the stage that it ended in. */
  outcome: Nullable(OneOf(['won', 'lost'] as const)),
  /** Address inside the application. */
  url: Type.String(),
})

export const searchRoutes = defineRoutes({
  'GET /search': {
    summary: 'Find records by name, e-mail, phone or words; accents and small typing errors do not matter',
    can: 'member',
    query: Type.Object({
      q: Type.String({ maxLength: 200 }),
      types: Type.Optional(Type.Array(OneOf(searchTypes), { maxItems: 8 })),
    }),
    reply: Type.Object({ items: Type.Array(SearchHit) }),
  },
})

export const searchEvents = defineEvents({})
