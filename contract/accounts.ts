import Type from 'typebox'
import { defineEvents, defineRoutes, Email, Id, Locale, Nullable, Text } from './kit.ts'

export const Theme = Type.Unsafe<'light' | 'dark' | 'auto'>({ type: 'string', enum: ['light', 'dark', 'auto'] })
export const Me = Type.Object({
  member: Type.Object({
    id: Id,
    fullName: Type.String(),
    email: Type.String(),
    locale: Locale,
    timeZone: Type.String(),
    theme: Theme,
    jobTitle: Nullable(Type.String()),
    roleKey: Type.String(),
    departmentIds: Type.Array(Id),
  }),
  workspace: Type.Object({
    id: Id,
    name: Type.String(),
    locale: Locale,
    timeZone: Type.String(),
    currency: Type.String(),
    isDemo: Type.Boolean(),
  }),
  departments: Type.Array(Type.Object({ id: Id, key: Type.String(), name: Type.String() })),
  permissions: Type.Array(Type.String()),
})

export const accountRoutes = defineRoutes({
  'GET /setup': { summary: 'Whether the first run is still to be done', can: 'anyone', reply: Type.Object({ needed: Type.Boolean() }), limitPerMinute: 120 },
  'POST /setup': {
    summary: 'First run: workspace, owner and first API key, shown once',
    can: 'anyone',
    limitPerMinute: 20,
    body: Type.Object({
      workspace: Type.Object({ name: Text(120), locale: Locale, timeZone: Text(60), currency: Type.String({ pattern: '^[A-Z]{3}$' }) }),
      owner: Type.Object({ name: Text(120), email: Email, password: Type.String({ minLength: 10, maxLength: 200 }) }),
    }),
    reply: Type.Object({ workspaceId: Id, apiKey: Type.String() }),
    status: 201,
    problems: ['already_set_up'],
  },
  'GET /me': { summary: 'Who I am, where, and what I may do', can: 'member', reply: Me },
})

export const accountEvents = defineEvents({
  'workspace.created': Type.Object({ workspaceName: Type.String() }),
  'api_key.created': Type.Object({ apiKeyId: Id, name: Type.String() }),
})
