import { IconBell } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'notifications',
  routes: [{ path: '/notifications', load: () => import('./screen.tsx') }],
  widgets: [{ slot: 'topbar', order: 10, load: () => import('./bell.tsx') }],
  commands: [
    {
      id: 'notifications.open',
      label: 'nav.items.notifications',
      icon: IconBell,
      run: ({ go }) => go('/notifications'),
    },
  ],
  live: { notification: ['/notifications', '/today'] },
})
