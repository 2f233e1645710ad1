import { IconFlame, IconReportAnalytics, IconRoute } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'handovers',
  nav: [
    {
      section: 'customers',
      to: '/inbox',
      label: 'nav.items.leads',
      icon: IconFlame,
      permission: 'handovers.read',
      order: 10,
      goto: 'i',
    },
    {
      section: 'settings',
      to: '/settings/handover',
      label: 'nav.items.routing',
      icon: IconRoute,
      permission: 'routing.manage',
      order: 30,
      group: 'rules',
    },
  ],
  routes: [
    { path: '/inbox', load: () => import('./inbox.tsx'), permission: 'handovers.read' },
    { path: '/inbox/outcomes', load: () => import('./outcomes.tsx'), permission: 'handovers.read' },
    { path: '/settings/handover', load: () => import('./settings.tsx'), permission: 'routing.manage' },
  ],
  create: [
    {
      id: 'handover',
      label: 'handovers.request.title',
      icon: IconFlame,
      permission: 'contacts.write',
      load: () => import('./request.tsx'),
    },
  ],
  commands: [
    {
      id: 'handovers.outcomes',
      label: 'handovers.outcomes.title',
      icon: IconReportAnalytics,
      permission: 'handovers.read',
      run: ({ go }) => go('/inbox/outcomes'),
    },
  ],
  live: {
    handover: ['/handovers', '/today', '/reports/rejections', '/reports/speed-to-lead'],
    'contact.lifecycle_moved': ['/lifecycle'],
    routing_rule: ['/routing-rules'],
  },
})
