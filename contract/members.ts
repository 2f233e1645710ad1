import Type from 'typebox'
import {
  ById,
  defineEvents,
  defineRoutes,
  Email,
  Id,
  Instant,
  LocalDate,
  Locale,
  Nullable,
  OneOf,
  PageOf,
  pagingWith,
  Text,
} from './kit.ts'
import { type Permission, permissionNames } from './permissions.ts'

export const PermissionName = OneOf(permissionNames as readonly Permission[])
export const Languages = Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }), { maxItems: 20, uniqueItems: true })
/** `[first, last]` local days of an absence, both included. */
export const Absence = Type.Unsafe<[string, string]>({ type: 'array', items: LocalDate, minItems: 2, maxItems: 2 })
export const Absences = Type.Array(Absence, { maxItems: 100 })
export const Capacity = Type.Integer({ minimum: 0, maximum: 10_000 })
export const TimeZone = Text(60)

export const Member = Type.Object({
  id: Id,
  fullName: Type.String(),
  email: Type.String(),
  jobTitle: Nullable(Type.String()),
  roleId: Id,
  roleKey: Type.String(),
  roleName: Type.String(),
  departments: Type.Array(Type.Object({ id: Id, key: Type.String(), name: Type.String(), isManager: Type.Boolean() })),
  locale: Locale,
  timeZone: Type.String(),
  capacity: Type.Integer(),
  languages: Type.Array(Type.String()),
  absences: Type.Array(Absence),
  createdAt: Instant,
  removedAt: Nullable(Instant),
  version: Type.Integer(),
})

export const Invitation = Type.Object({
  id: Id,
  email: Type.String(),
  fullName: Nullable(Type.String()),
  roleId: Id,
  roleName: Type.String(),
  departmentIds: Type.Array(Id),
  locale: Locale,
  invitedByName: Nullable(Type.String()),
  createdAt: Instant,
  expiresAt: Instant,
  state: OneOf(['open', 'expired'] as const),
})

const Department = Type.Object({
  id: Id,
  key: Type.String(),
  name: Type.String(),
  memberCount: Type.Integer(),
  isBuiltIn: Type.Boolean(),
})
const Role = Type.Object({
  id: Id,
  key: Type.String(),
  name: Type.String(),
  permissions: Type.Array(Type.String()),
  isBuiltIn: Type.Boolean(),
  memberCount: Type.Integer(),
  version: Type.Integer(),
})
const ApiKey = Type.Object({
  id: Id,
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(Type.String()),
  memberId: Id,
  memberName: Type.String(),
  createdAt: Instant,
  expiresAt: Nullable(Instant),
  lastUsedAt: Nullable(Instant),
})
const InvitationToken = Type.Object({ token: Type.String({ minLength: 20, maxLength: 100, pattern: '^[\\w-]+$' }) })
const Permissions = Type.Array(PermissionName, { maxItems: permissionNames.length, uniqueItems: true })

export const memberRoutes = defineRoutes({
  'GET /members': {
    summary: 'People of the workspace',
    can: 'members.read',
    query: pagingWith({
      q: Type.Optional(Text(100)),
      state: Type.Optional(OneOf(['active', 'removed'] as const)),
      departmentId: Type.Optional(Type.Array(Id, { maxItems: 20 })),
      roleId: Type.Optional(Type.Array(Id, { maxItems: 20 })),
      sort: Type.Optional(OneOf(['fullName', '-fullName', 'createdAt', '-createdAt'] as const)),
    }),
    reply: PageOf(Member),
  },
  'GET /members/:id': { summary: 'One person', can: 'members.read', params: ById, reply: Member, versioned: true },
  'PATCH /members/:id': {
    summary: 'Change role, departments, capacity, languages or absences',
    can: 'members.manage',
    params: ById,
    body: Type.Object({
      jobTitle: Type.Optional(Nullable(Text(120))),
      roleId: Type.Optional(Id),
      departments: Type.Optional(Type.Array(Type.Object({ id: Id, isManager: Type.Boolean() }), { maxItems: 50 })),
      capacity: Type.Optional(Capacity),
      languages: Type.Optional(Languages),
      absences: Type.Optional(Absences),
    }),
    reply: Member,
    versioned: true,
    problems: ['cannot_remove_last_owner', 'scope_not_held', 'precondition_failed'],
  },
  'DELETE /members/:id': {
    summary: 'Take away access: sessions end and keys die',
    can: 'members.manage',
    params: ById,
    problems: ['cannot_remove_last_owner', 'scope_not_held'],
  },
  'POST /members/:id/restoration': {
    summary: 'Give access back',
    can: 'members.manage',
    params: ById,
    reply: Member,
    versioned: true,
    problems: ['scope_not_held'],
  },

  'GET /invitations': {
    summary: 'Invitations that nobody has taken yet',
    can: 'members.manage',
    reply: Type.Object({ items: Type.Array(Invitation), next: Type.Null() }),
  },
  'POST /invitations': {
    summary: 'Invite somebody by mail; the link is good for seven days',
    can: 'members.manage',
    body: Type.Object({
      email: Email,
      fullName: Type.Optional(Text(120)),
      roleId: Id,
      departmentIds: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
      locale: Type.Optional(Locale),
    }),
    reply: Invitation,
    status: 201,
    problems: ['email_already_used', 'already_invited', 'scope_not_held'],
  },
  'POST /invitations/:id/delivery': {
    summary: 'Send it again with a new link',
    can: 'members.manage',
    params: ById,
    reply: Invitation,
    status: 201,
    problems: ['scope_not_held'],
  },
  'DELETE /invitations/:id': { summary: 'Revoke', can: 'members.manage', params: ById },
  'GET /invitations/:token': {
    summary: 'What an invitation link leads to',
    can: 'anyone',
    limitPerMinute: 60,
    params: InvitationToken,
    reply: Type.Object({
      workspaceName: Type.String(),
      email: Type.String(),
      fullName: Nullable(Type.String()),
      invitedByName: Nullable(Type.String()),
      roleName: Type.String(),
      locale: Locale,
      hasAccount: Type.Boolean(),
    }),
    problems: ['invitation_expired'],
  },
  'POST /invitations/:token/acceptance': {
    summary: 'Join: a new account with this password, or the existing one if the password is its own; signs in',
    can: 'anyone',
    limitPerMinute: 20,
    params: InvitationToken,
    body: Type.Object({
      fullName: Type.Optional(Text(120)),
      password: Type.String({ minLength: 1, maxLength: 200 }),
      timeZone: Type.Optional(TimeZone),
    }),
    reply: Type.Object({ workspaceId: Id }),
    status: 201,
    problems: ['invitation_expired', 'invalid_credentials', 'two_factor_required', 'rate_limited'],
  },

  'GET /departments': {
    summary: 'Departments',
    can: 'members.read',
    reply: Type.Object({ items: Type.Array(Department), next: Type.Null() }),
  },
  'POST /departments': {
    summary: 'Add a department',
    can: 'departments.manage',
    body: Type.Object({ name: Text(80) }),
    reply: Department,
    status: 201,
    problems: ['name_taken'],
  },
  'PATCH /departments/:id': {
    summary: 'Rename',
    can: 'departments.manage',
    params: ById,
    body: Type.Object({ name: Text(80) }),
    reply: Department,
    problems: ['name_taken'],
  },
  'DELETE /departments/:id': {
    summary: 'Delete an empty department',
    can: 'departments.manage',
    params: ById,
    problems: ['department_in_use', 'department_needed'],
  },

  'GET /roles': {
    summary: 'Roles with their permissions',
    can: 'members.read',
    reply: Type.Object({ items: Type.Array(Role), next: Type.Null() }),
  },
  'POST /roles': {
    summary: 'Add a role; nobody can grant what they do not hold',
    can: 'roles.manage',
    body: Type.Object({ name: Text(80), permissions: Permissions }),
    reply: Role,
    status: 201,
    problems: ['scope_not_held', 'name_taken'],
  },
  'PATCH /roles/:id': {
    summary: 'Change a role of your own making',
    can: 'roles.manage',
    params: ById,
    body: Type.Object({ name: Type.Optional(Text(80)), permissions: Type.Optional(Permissions) }),
    reply: Role,
    versioned: true,
    problems: ['scope_not_held', 'name_taken', 'role_built_in', 'precondition_failed'],
  },
  'DELETE /roles/:id': {
    summary: 'Delete a role that nobody has',
    can: 'roles.manage',
    params: ById,
    problems: ['role_built_in', 'role_in_use', 'scope_not_held'],
  },

  'GET /api-keys': {
    summary: 'API keys that work',
    can: 'api-keys.manage',
    reply: Type.Object({ items: Type.Array(ApiKey), next: Type.Null() }),
  },
  'POST /api-keys': {
    summary: 'Make a key; it is answered once and never again',
    can: 'api-keys.manage',
    body: Type.Object({ name: Text(120), scopes: Permissions, expiresAt: Type.Optional(Nullable(Instant)) }),
    reply: Type.Object({ ...ApiKey.properties, key: Type.String() }),
    status: 201,
    problems: ['scope_not_held'],
  },
  'DELETE /api-keys/:id': { summary: 'Revoke at once', can: 'api-keys.manage', params: ById },
})

const member = { memberId: Id, name: Type.String() }
const role = Type.Object({ roleId: Id, name: Type.String() })
const department = Type.Object({ departmentId: Id, name: Type.String() })

export const memberEvents = defineEvents({
  'member.invited': Type.Object({ invitationId: Id, roleId: Id }),
  'member.joined': Type.Object(member),
  'member.changed': Type.Object({ ...member, fields: Type.Array(Type.String()) }),
  'member.removed': Type.Object(member),
  'member.restored': Type.Object(member),
  'invitation.resent': Type.Object({ invitationId: Id }),
  'invitation.revoked': Type.Object({ invitationId: Id }),
  'role.created': role,
  'role.changed': role,
  'role.deleted': role,
  'department.created': department,
  'department.changed': department,
  'department.deleted': department,
  'api_key.created': Type.Object({ apiKeyId: Id, name: Type.String() }),
  'api_key.revoked': Type.Object({ apiKeyId: Id, name: Type.String() }),
})
