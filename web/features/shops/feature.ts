import { IconBuildingStore } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'shops',
  nav: [
    {
      section: 'settings',
      to: '/settings/shops',
      label: 'nav.items.shops',
      icon: IconBuildingStore,
      permission: 'shops.manage',
      order: 30,
      group: 'system',
    },
  ],
  routes: [{ path: '/settings/shops', load: () => import('./shops.tsx'), permission: 'shops.manage' }],
  live: { shop: ['/shops'] },
})
