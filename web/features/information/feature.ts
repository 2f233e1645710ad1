import { IconChecklist } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'information.read'

export default defineFeature({
  name: 'information',
  nav: [
    {
      section: 'alliance',
      to: '/information',
      label: 'nav.items.information',
      icon: IconChecklist,
      permission,
      order: 20,
      goto: 'k',
    },
  ],
  routes: [
    { path: '/information', load: () => import('./screen.tsx'), permission },
    { path: '/information/templates', load: () => import('./templates.tsx'), permission },
    { path: '/information/import', load: () => import('./import.tsx'), permission: 'information.write' },
    { path: '/information/:id', load: () => import('./record.tsx'), permission },
  ],
  create: [
    {
      id: 'information',
      label: 'information.create.title',
      icon: IconChecklist,
      permission: 'information.write',
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [
    { slot: 'today', order: 6, permission, load: () => import('./today.tsx') },
    { slot: 'campaign.information', order: 10, permission, load: () => import('./campaign-panel.tsx') },
  ],
  live: { information: ['/information-items', '/information-templates'] },
})
