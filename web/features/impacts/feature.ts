import { IconAffiliate, IconTopologyStar3 } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'impacts',
  nav: [
    {
      section: 'messages',
      to: '/impacts',
      label: 'nav.items.impacts',
      icon: IconAffiliate,
      permission: 'impacts.read',
      order: 40,
    },
  ],
  routes: [
    { path: '/impacts', load: () => import('./list.tsx'), permission: 'impacts.read' },
    { path: '/impacts/dependants', load: () => import('./dependants.tsx'), permission: 'impacts.read' },
    { path: '/impacts/:id', load: () => import('./record.tsx'), permission: 'impacts.read' },
  ],
  commands: [
    {
      id: 'impacts.dependants',
      label: 'impacts.graph.title',
      icon: IconTopologyStar3,
      permission: 'impacts.read',
      run: ({ go }) => go('/impacts/dependants'),
    },
  ],
  widgets: [{ slot: 'today', order: 5, permission: 'impacts.read', load: () => import('./today.tsx') }],
  live: { impact: ['/impacts', '/reports/reaction'] },
})
