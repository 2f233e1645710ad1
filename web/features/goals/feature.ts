import { IconTargetArrow } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'goals',
  nav: [
    {
      section: 'alliance',
      to: '/goals',
      label: 'nav.items.goals',
      icon: IconTargetArrow,
      permission: 'goals.read',
      order: 45,
    },
  ],
  routes: [
    { path: '/goals', load: () => import('./screen.tsx'), permission: 'goals.read' },
    { path: '/goals/:id', load: () => import('./record.tsx'), permission: 'goals.read' },
  ],
  create: [
    {
      id: 'goal',
      label: 'goals.create.title',
      icon: IconTargetArrow,
      permission: 'goals.write',
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [{ slot: 'today', order: 12, permission: 'goals.read', load: () => import('./today.tsx') }],
  live: { goal: ['/goals'] },
})
