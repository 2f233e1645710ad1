import { IconScale } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'conflicts.read'

export default defineFeature({
  name: 'conflicts',
  nav: [
    {
      ...{ section: 'alliance', to: '/conflicts', label: 'nav.items.conflicts', icon: IconScale, permission },
      order: 85,
    },
  ],
  routes: [
    { path: '/conflicts', load: () => import('./list.tsx'), permission },
    { path: '/conflicts/:id', load: () => import('./record.tsx'), permission },
  ],
  create: [
    {
      ...{ id: 'conflict', label: 'conflicts.create.title', icon: IconScale, permission: 'conflicts.write' },
      load: () => import('./create.tsx'),
    },
  ],
  live: { conflict: ['/conflicts'], handover: ['/conflicts/:id'] },
})
