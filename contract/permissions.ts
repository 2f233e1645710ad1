export type RoleKey = 'owner' | 'admin' | 'manager' | 'member' | 'guest'
const everyone = ['owner', 'admin', 'manager', 'member', 'guest'] as const
const working = ['owner', 'admin', 'manager', 'member'] as const
const leading = ['owner', 'admin', 'manager'] as const
const ruling = ['owner', 'admin'] as const

/** Permission → built-in roles that hold it. Everybody sees everything of both departments; writing follows work. */
export const permissions = {
  'activities.moderate': leading,
  'activities.write': working,
  'api-keys.manage': ruling,
  'campaigns.override': leading,
  'campaigns.read': everyone,
  'campaigns.write': working,
  'claims.read': everyone,
  'claims.write': working,
  'companies.write': working,
  'contacts.delete': leading,
  'contacts.erase': ruling,
  'contacts.export': leading,
  'contacts.merge': working,
  'contacts.read': everyone,
  'contacts.write': working,
  'consents.write': working,
  'deals.read': everyone,
  'deals.write': working,
  'departments.manage': ruling,
  'events.read': everyone,
  'exports.create': leading,
  'forms.read': everyone,
  'forms.write': working,
  'handovers.decide': working,
  'handovers.read': everyone,
  'impacts.acknowledge': working,
  'impacts.read': everyone,
  'imports.create': working,
  'jobs.manage': ruling,
  'journey.write': working,
  'mailbox.read': ruling,
  'members.manage': ruling,
  'members.read': everyone,
  'orders.read': everyone,
  'orders.write': working,
  'pipelines.manage': leading,
  'products.read': everyone,
  'products.write': working,
  'roles.manage': ruling,
  'routing.manage': leading,
  'scoring.manage': leading,
  'scoring.read': everyone,
  'settings.manage': ruling,
  'settings.read': everyone,
  'shops.manage': ruling,
  'stock.manage': leading,
  'stock.write': working,
  'tasks.write': working,
  'views.share': leading,
  'visits.read': everyone,
} as const satisfies Record<string, readonly RoleKey[]>
export type Permission = keyof typeof permissions
export const permissionNames = Object.keys(permissions) as Permission[]
export const permissionsOf = (role: RoleKey): Permission[] =>
  permissionNames.filter((name) => (permissions[name] as readonly RoleKey[]).includes(role))
