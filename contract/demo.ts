import Type from 'typebox'
import { defineEvents, defineRoutes, Id, Locale } from './kit.ts'

export const demoRoutes = defineRoutes({
  'POST /demo': {
    summary: 'Load the demo company: as the first workspace by anybody, later as a further one by an owner or admin',
    can: 'anyone',
    limitPerMinute: 10,
    body: Type.Object({ locale: Locale }),
    reply: Type.Object({
      workspaceId: Id,
      /** Only when an account was made: what to sign in with later. Shown once. */
      signIn: Type.Union([Type.Object({ email: Type.String(), password: Type.String() }), Type.Null()]),
    }),
    status: 201,
    problems: ['already_set_up', 'forbidden'],
  },
})

export const demoEvents = defineEvents({
  'demo.loaded': Type.Object({ contacts: Type.Integer() }),
})
