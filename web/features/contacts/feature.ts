import { IconCopy, IconUser, IconUsers } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'contacts',
  nav: [
    {
      section: 'customers',
      to: '/contacts',
      label: 'nav.items.contacts',
      icon: IconUsers,
      permission: 'contacts.read',
      order: 20,
      goto: 'c',
    },
  ],
  routes: [
    { path: '/contacts', load: () => import('./list.tsx'), permission: 'contacts.read' },
    { path: '/contacts/duplicates', load: () => import('./duplicates.tsx'), permission: 'contacts.read' },
    { path: '/contacts/:id', load: () => import('./record.tsx'), permission: 'contacts.read' },
  ],
  create: [
    {
      id: 'contact',
      label: 'contacts.create.title',
      icon: IconUser,
      permission: 'contacts.write',
      load: () => import('./create.tsx'),
    },
  ],
  commands: [
    {
      id: 'contacts.duplicates',
      label: 'contacts.duplicates.command',
      icon: IconCopy,
      permission: 'contacts.merge',
      run: ({ go }) => go('/contacts/duplicates'),
    },
  ],
  // In the middle of a company: props `{ companyId }`.
  widgets: [{ slot: 'company.timeline', order: 10, load: () => import('./company-timeline.tsx') }],
  live: { contact: ['/contacts', '/companies/:id'], consent: ['/contacts/:id'], handover: ['/contacts/:id/timeline'] },
})
