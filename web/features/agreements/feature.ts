import { IconWriting } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'agreements',
  nav: [
    {
      section: 'alliance',
      to: '/agreements',
      label: 'nav.items.agreements',
      icon: IconWriting,
      permission: 'agreements.read',
      order: 40,
    },
  ],
  routes: [
    { path: '/agreements', load: () => import('./screen.tsx'), permission: 'agreements.read' },
    { path: '/agreements/:id', load: () => import('./record.tsx'), permission: 'agreements.read' },
  ],
  live: { agreement: ['/agreements'], handover: ['/agreements/:id/attainment', '/agreements/:id/leads'] },
})
