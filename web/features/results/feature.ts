import { IconChartBar } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'results',
  nav: [
    {
      section: 'results',
      to: '/results',
      label: 'nav.items.results',
      icon: IconChartBar,
      permission: 'contacts.read',
      order: 10,
      goto: 'r',
    },
  ],
  routes: [
    { path: '/results', load: () => import('./results.tsx'), permission: 'contacts.read' },
    { path: '/results/records', load: () => import('./records.tsx'), permission: 'contacts.read' },
  ],
})
