import Type from 'typebox'
import {
  ById,
  Currency,
  defineEvents,
  defineRoutes,
  Email,
  Id,
  Instant,
  LocalDate,
  Locale,
  Nullable,
  OneOf,
  Text,
} from './kit.ts'
import { Absence, Absences, Languages, memberEvents, memberRoutes, TimeZone } from './members.ts'

export const Theme = OneOf(['light', 'dark', 'auto'] as const)
const NewPassword = Type.String({ minLength: 10, maxLength: 200 })
/** The one given now may be older than the rule for new ones. */
const Password = Type.String({ minLength: 1, maxLength: 200 })

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
    roleName: Type.String(),
    departmentIds: Type.Array(Id),
    languages: Type.Array(Type.String()),
    absences: Type.Array(Absence),
    notifyByMail: Type.Boolean(),
  }),
  workspace: Type.Object({
    id: Id,
    name: Type.String(),
    locale: Locale,
    timeZone: Type.String(),
    currency: Type.String(),
    isDemo: Type.Boolean(),
    /** The demo company's clock is so many days ahead. */
    clockOffsetDays: Type.Integer(),
  }),
  departments: Type.Array(Type.Object({ id: Id, key: Type.String(), name: Type.String() })),
  permissions: Type.Array(Type.String()),
})

/** 'HH:MM' to 'HH:MM' on the wall clock of the workspace. */
const Span = Type.Unsafe<[string, string]>({
  type: 'array',
  items: Type.String({ maxLength: 5 }),
  minItems: 2,
  maxItems: 2,
})
const Day = Type.Array(Span, { maxItems: 6 })
const Calendar = Type.Object({
  hours: Type.Object({ 1: Day, 2: Day, 3: Day, 4: Day, 5: Day, 6: Day, 7: Day }),
  holidays: Type.Array(LocalDate, { maxItems: 1000 }),
})
const Settings = Type.Object({
  name: Type.String(),
  locale: Locale,
  timeZone: Type.String(),
  currency: Type.String(),
  calendar: Calendar,
  version: Type.Integer(),
})
const Session = Type.Object({
  id: Id,
  isCurrent: Type.Boolean(),
  browser: Nullable(Type.String()),
  system: Nullable(Type.String()),
  ipAddress: Nullable(Type.String()),
  createdAt: Instant,
  lastSeenAt: Instant,
})
const BackupCodes = Type.Array(Type.String())

const doorRoutes = defineRoutes({
  'GET /setup': {
    summary: 'Whether the first run is still to be done',
    can: 'anyone',
    reply: Type.Object({ needed: Type.Boolean() }),
    limitPerMinute: 120,
  },
  'POST /setup': {
    summary: 'First run: workspace, owner and first API key, shown once',
    can: 'anyone',
    limitPerMinute: 20,
    body: Type.Object({
      workspace: Type.Object({ name: Text(120), locale: Locale, timeZone: TimeZone, currency: Currency }),
      owner: Type.Object({ name: Text(120), email: Email, password: NewPassword }),
    }),
    reply: Type.Object({ workspaceId: Id, apiKey: Type.String() }),
    status: 201,
    problems: ['already_set_up'],
  },
  'POST /sessions': {
    summary: 'Sign in; sets the session cookie. 401 two_factor_required: go on with /sessions/verification',
    can: 'anyone',
    limitPerMinute: 60,
    body: Type.Object({ email: Email, password: Password, rememberMe: Type.Optional(Type.Boolean()) }),
    status: 201,
    problems: ['invalid_credentials', 'two_factor_required', 'no_membership', 'rate_limited'],
  },
  'POST /sessions/verification': {
    summary: 'Second step of signing in: a code of the authenticator app, or a backup code',
    can: 'anyone',
    limitPerMinute: 60,
    body: Type.Object({
      code: Text(20),
      isBackupCode: Type.Optional(Type.Boolean()),
      trustDevice: Type.Optional(Type.Boolean()),
    }),
    status: 201,
    problems: ['code_wrong', 'session_expired', 'account_locked', 'no_membership', 'rate_limited'],
  },
  'DELETE /sessions/current': { summary: 'Sign out', can: 'anyone', limitPerMinute: 120 },
  'POST /password-resets': {
    summary: 'Send a link to choose a new password; the answer never says whether the account exists',
    can: 'anyone',
    limitPerMinute: 20,
    body: Type.Object({ email: Email }),
    status: 202,
    problems: ['rate_limited'],
  },
  'PUT /password-resets/:token': {
    summary: 'Choose the new password; every session of the account ends',
    can: 'anyone',
    limitPerMinute: 20,
    params: Type.Object({ token: Type.String({ minLength: 10, maxLength: 200, pattern: '^[\\w-]+$' }) }),
    body: Type.Object({ password: NewPassword }),
    problems: ['reset_expired', 'rate_limited'],
  },
})

const ownRoutes = defineRoutes({
  'GET /sessions': {
    summary: 'Where I am signed in',
    can: 'member',
    reply: Type.Object({ items: Type.Array(Session), next: Type.Null() }),
  },
  'DELETE /sessions': { summary: 'Sign out everywhere else', can: 'member' },
  'DELETE /sessions/:id': { summary: 'End one session', can: 'member', params: ById },
  'GET /me': { summary: 'Who I am, where, and what I may do', can: 'member', reply: Me },
  'PATCH /me': {
    summary: 'Change my own data',
    can: 'member',
    body: Type.Object({
      fullName: Type.Optional(Text(120)),
      jobTitle: Type.Optional(Nullable(Text(120))),
      locale: Type.Optional(Locale),
      timeZone: Type.Optional(TimeZone),
      theme: Type.Optional(Theme),
      languages: Type.Optional(Languages),
      absences: Type.Optional(Absences),
      notifyByMail: Type.Optional(Type.Boolean()),
    }),
    reply: Me,
  },
  'PUT /me/password': {
    summary: 'Change my password; other sessions end',
    can: 'member',
    body: Type.Object({ currentPassword: Password, newPassword: NewPassword }),
    problems: ['rate_limited'],
  },
  'PUT /me/workspace': {
    summary: 'Go on in another workspace of mine',
    can: 'member',
    body: Type.Object({ workspaceId: Id }),
    problems: ['not_found'],
  },
  'GET /me/two-factor': {
    summary: 'Whether two-factor sign-in is on',
    can: 'member',
    reply: Type.Object({ enabled: Type.Boolean() }),
  },
  'POST /me/two-factor': {
    summary: 'Begin: a key for the authenticator app, and backup codes. It is on once a code was confirmed',
    can: 'member',
    body: Type.Object({ password: Password }),
    reply: Type.Object({ uri: Type.String(), key: Type.String(), backupCodes: BackupCodes }),
    status: 201,
    problems: ['conflict', 'rate_limited'],
  },
  'PUT /me/two-factor': {
    summary: 'Confirm with a code: two-factor is on',
    can: 'member',
    body: Type.Object({ code: Text(20) }),
    problems: ['rate_limited'],
  },
  'POST /me/two-factor/removal': {
    summary: 'Switch two-factor off',
    can: 'member',
    body: Type.Object({ password: Password }),
    problems: ['rate_limited'],
  },
  'POST /me/two-factor/backup-codes': {
    summary: 'New backup codes; the old ones no longer work',
    can: 'member',
    body: Type.Object({ password: Password }),
    reply: Type.Object({ backupCodes: BackupCodes }),
    status: 201,
    problems: ['conflict', 'rate_limited'],
  },
  'GET /workspaces': {
    summary: 'Workspaces I belong to',
    can: 'member',
    reply: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Id,
          name: Type.String(),
          isDemo: Type.Boolean(),
          roleName: Type.String(),
          isCurrent: Type.Boolean(),
        }),
      ),
      next: Type.Null(),
    }),
  },
  'GET /settings': { summary: 'Workspace settings', can: 'settings.read', reply: Settings, versioned: true },
  'PATCH /settings': {
    summary: 'Change workspace settings; business hours and holidays decide every service-level clock',
    can: 'settings.manage',
    body: Type.Object({
      name: Type.Optional(Text(120)),
      locale: Type.Optional(Locale),
      timeZone: Type.Optional(TimeZone),
      currency: Type.Optional(Currency),
      calendar: Type.Optional(Calendar),
    }),
    reply: Settings,
    versioned: true,
    problems: ['precondition_failed'],
  },
  'GET /settings/national-holidays': {
    summary: 'National holidays to add to the calendar; empty for zones we know none of',
    can: 'settings.read',
    query: Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2100 }) }),
    reply: Type.Object({ items: Type.Array(LocalDate) }),
  },
})

export const accountRoutes = { ...doorRoutes, ...ownRoutes, ...memberRoutes }

const ofMember = Type.Object({ memberId: Id })
export const accountEvents = {
  ...defineEvents({
    'workspace.created': Type.Object({ workspaceName: Type.String() }),
    'settings.changed': Type.Object({ keys: Type.Array(Type.String()), version: Type.Optional(Type.Integer()) }),
    'session.started': ofMember,
    'session.ended': ofMember,
    'password.changed': ofMember,
    'two_factor.enabled': ofMember,
    'two_factor.disabled': ofMember,
    'two_factor.codes_renewed': ofMember,
  }),
  ...memberEvents,
}
