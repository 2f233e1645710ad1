import { IconUserPlus, IconUsersGroup } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'members',
  nav: [
    {
      section: 'settings',
      to: '/members',
      label: 'nav.items.members',
      icon: IconUsersGroup,
      permission: 'members.read',
      order: 20,
      also: ['/invitations', '/departments', '/roles'],
    },
  ],
  routes: [
    { path: '/members', load: () => import('./list.tsx'), permission: 'members.read' },
    { path: '/members/:id', load: () => import('./record.tsx'), permission: 'members.read' },
    { path: '/invitations', load: () => import('./invitations.tsx'), permission: 'members.manage' },
    { path: '/departments', load: () => import('./departments.tsx'), permission: 'members.read' },
    { path: '/roles', load: () => import('./roles.tsx'), permission: 'members.read' },
  ],
  create: [
    {
      id: 'invitation',
      label: 'accounts.members.invite',
      icon: IconUserPlus,
      permission: 'members.manage',
      load: () => import('./invite.tsx'),
    },
  ],
  live: {
    member: ['/members', '/invitations', '/departments', '/roles', '/me'],
    invitation: ['/invitations'],
    department: ['/departments', '/me'],
    role: ['/roles', '/me'],
  },
})
