import { IconGauge } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'alignment.read'

export default defineFeature({
  name: 'alignment',
  nav: [
    {
      ...{ section: 'results', to: '/alignment', label: 'nav.items.alignment', icon: IconGauge, permission },
      order: 20,
    },
  ],
  routes: [{ path: '/alignment', load: () => import('./screen.tsx'), permission }],
  widgets: [
    { slot: 'today', order: 40, permission, load: () => import('./today.tsx') },
    { slot: 'project.alignment', order: 10, permission, load: () => import('./project.tsx') },
  ],
  live: {
    agreement: ['/alignment'],
    meeting: ['/alignment'],
    goal: ['/alignment'],
    information: ['/alignment'],
    claim: ['/alignment'],
    pulse: ['/alignment'],
  },
})
