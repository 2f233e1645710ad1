import Type from 'typebox'
import { defineEvents, defineRoutes, Id, LocalDate, Locale } from './kit.ts'

const loadRoutes = defineRoutes({
  'POST /demo': {
    summary: 'Load the demo company: as the first workspace by anybody, later as a further one by an owner or admin',
    can: 'anyone',
    limitPerMinute: 10,
    /** `load`: made up by the caller, to ask for the progress under. */
    body: Type.Object({ locale: Locale, load: Type.Optional(Id) }),
    reply: Type.Object({
      workspaceId: Id,
      /** Only when an account was made: what to sign in with later. Shown once. */
      signIn: Type.Union([Type.Object({ email: Type.String(), password: Type.String() }), Type.Null()]),
    }),
    status: 201,
    problems: ['already_set_up', 'forbidden'],
  },
  'GET /demo/progress': {
    summary: 'How many days of the story a loading has told of how many',
    can: 'anyone',
    limitPerMinute: 600,
    query: Type.Object({ load: Id }),
    reply: Type.Object({ done: Type.Integer(), total: Type.Integer() }),
  },
})

const Story = Type.Object({
  /** Days played, of how many. */
  day: Type.Integer(),
  total: Type.Integer(),
  /** Today, by the demo company's clock. */
  date: LocalDate,
  /** What happened, newest first; the words are the screen's. */
  told: Type.Array(Type.Object({ day: Type.Integer(), date: LocalDate, key: Type.String() })),
  campaignId: Id,
  budsId: Id,
  watchId: Id,
})
const dayRoutes = defineRoutes({
  'GET /demo/days': {
    summary: 'How far the story of the demo company is told',
    can: 'member',
    reply: Story,
    problems: ['not_found'],
  },
  'POST /demo/days': {
    summary: 'Play a day: the next one only, so that a double click plays one',
    can: 'settings.manage',
    body: Type.Object({ day: Type.Integer({ minimum: 1, maximum: 365 }) }),
    reply: Story,
    problems: ['conflict', 'not_found'],
  },
})

export const demoRoutes = { ...loadRoutes, ...dayRoutes }

export const demoEvents = defineEvents({
  'demo.loaded': Type.Object({ contacts: Type.Integer() }),
  'demo.day_played': Type.Object({ day: Type.Integer(), key: Type.String() }),
})
