import { IconChecklist } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'tasks',
  nav: [
    {
      section: 'sales',
      to: '/tasks',
      label: 'nav.items.tasks',
      icon: IconChecklist,
      permission: 'contacts.read',
      order: 30,
      goto: 't',
    },
  ],
  routes: [{ path: '/tasks', load: () => import('./screen.tsx') }],
  create: [
    {
      id: 'task',
      label: 'tasks.create.title',
      icon: IconChecklist,
      permission: 'tasks.write',
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [
    { slot: 'today', order: 20, permission: 'contacts.read', load: () => import('./today.tsx') },
    // Beside a record: props `{ contactId?, companyId?, dealId? }`.
    { slot: 'record.tasks', order: 10, permission: 'contacts.read', load: () => import('./panel.tsx') },
    // In the composer of a record: the same props and `onDone`.
    { slot: 'composer.task', order: 10, permission: 'tasks.write', load: () => import('./quick-add.tsx') },
  ],
  live: { task: ['/tasks', '/deals/:id/timeline', '/contacts/:id/timeline'] },
})
