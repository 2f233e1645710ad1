import { IconColumns3, IconTargetArrow } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'deals',
  nav: [
    {
      section: 'sales',
      to: '/deals',
      label: 'nav.items.deals',
      icon: IconTargetArrow,
      permission: 'deals.read',
      order: 10,
      goto: 'd',
    },
    {
      section: 'settings',
      to: '/settings/pipeline',
      label: 'nav.items.pipelines',
      icon: IconColumns3,
      permission: 'pipelines.manage',
      order: 40,
      group: 'rules',
    },
  ],
  routes: [
    { path: '/deals', load: () => import('./screen.tsx'), permission: 'deals.read' },
    { path: '/deals/:id', load: () => import('./record.tsx'), permission: 'deals.read' },
    { path: '/settings/pipeline', load: () => import('./pipeline-settings.tsx'), permission: 'pipelines.manage' },
  ],
  create: [
    {
      id: 'deal',
      label: 'deals.create.title',
      icon: IconTargetArrow,
      permission: 'deals.write',
      load: () => import('./create.tsx'),
    },
  ],
  live: { deal: ['/deals', '/contacts/:id', '/pipelines'], pipeline: ['/pipelines', '/deals'] },
})
