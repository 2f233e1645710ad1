import { IconKey, IconSettings } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'settings',
  nav: [
    {
      section: 'settings',
      to: '/settings',
      label: 'nav.items.settings',
      icon: IconSettings,
      permission: 'settings.read',
      order: 10,
    },
    {
      section: 'settings',
      to: '/api-keys',
      label: 'nav.items.apiKeys',
      icon: IconKey,
      permission: 'api-keys.manage',
      order: 40,
    },
  ],
  routes: [
    { path: '/settings', load: () => import('./settings.tsx'), permission: 'settings.read' },
    { path: '/api-keys', load: () => import('./api-keys.tsx'), permission: 'api-keys.manage' },
  ],
  live: { settings: ['/settings', '/me'], api_key: ['/api-keys'] },
})
