import { IconFileExport, IconHistory, IconListCheck, IconMailbox } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'platform',
  nav: [
    {
      section: 'settings',
      to: '/settings/exports',
      label: 'nav.items.exports',
      icon: IconFileExport,
      permission: 'exports.create',
      order: 80,
      group: 'system',
    },
    {
      section: 'settings',
      to: '/settings/mailbox',
      label: 'nav.items.mailbox',
      icon: IconMailbox,
      permission: 'mailbox.read',
      order: 81,
      group: 'system',
    },
    {
      section: 'settings',
      to: '/settings/jobs',
      label: 'nav.items.jobs',
      icon: IconListCheck,
      permission: 'jobs.manage',
      order: 82,
      group: 'system',
    },
    {
      section: 'settings',
      to: '/settings/audit',
      label: 'nav.items.audit',
      icon: IconHistory,
      permission: 'events.read',
      order: 83,
      group: 'system',
    },
  ],
  routes: [
    { path: '/settings/exports', load: () => import('./exports.tsx'), permission: 'exports.create' },
    { path: '/settings/mailbox', load: () => import('./mailbox.tsx'), permission: 'mailbox.read' },
    { path: '/settings/jobs', load: () => import('./jobs.tsx'), permission: 'jobs.manage' },
    { path: '/settings/audit', load: () => import('./audit.tsx'), permission: 'events.read' },
  ],
  widgets: [
    // In the bar of a list: props `{ list, query, ids }`.
    {
      slot: 'list.export',
      order: 10,
      permission: 'exports.create',
      load: () => import('./export-button.tsx'),
    },
  ],
  live: { export: ['/exports'], job: ['/jobs'], mail: ['/mailbox'], view: ['/views'], favourites: ['/favourites'] },
})
