import { IconBulb } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'ideas.read'

export default defineFeature({
  name: 'ideas',
  nav: [
    {
      ...{ section: 'alliance', to: '/ideas', label: 'nav.items.ideas', icon: IconBulb, permission },
      order: 80,
      goto: 'b',
    },
  ],
  routes: [
    { path: '/ideas', load: () => import('./screen.tsx'), permission },
    { path: '/ideas/:id', load: () => import('./record.tsx'), permission },
  ],
  create: [
    {
      ...{ id: 'idea', label: 'ideas.create.title', icon: IconBulb, permission: 'ideas.write' },
      load: () => import('./create.tsx'),
    },
  ],
  live: { idea: ['/ideas'] },
})
