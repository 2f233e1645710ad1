import { IconFileText } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'claims',
  nav: [
    {
      section: 'messages',
      to: '/texts',
      label: 'nav.items.claims',
      icon: IconFileText,
      permission: 'claims.read',
      order: 30,
    },
  ],
  routes: [
    { path: '/texts', load: () => import('./screen.tsx'), permission: 'claims.read' },
    { path: '/texts/:id', load: () => import('./record.tsx'), permission: 'claims.read' },
  ],
  create: [
    {
      id: 'asset',
      label: 'claims.create.title',
      icon: IconFileText,
      permission: 'claims.write',
      load: () => import('./create.tsx'),
    },
  ],
  live: {
    asset: ['/assets', '/reports/consistency'],
    claim: ['/assets', '/claims', '/claim-proposals', '/reports/consistency'],
  },
})
