import { IconHeartbeat } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'pulse.read'

export default defineFeature({
  name: 'pulse',
  nav: [
    { ...{ section: 'alliance', to: '/pulse', label: 'nav.items.pulse', icon: IconHeartbeat, permission }, order: 90 },
  ],
  routes: [
    { path: '/pulse', load: () => import('./screen.tsx'), permission },
    { path: '/pulse/:id', load: () => import('./pulse.tsx'), permission },
  ],
  widgets: [{ slot: 'today', order: 30, permission, load: () => import('./today.tsx') }],
  live: { pulse: ['/pulses'] },
})
