import { IconTemperature } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'scoring',
  nav: [
    {
      section: 'settings',
      to: '/settings/scoring',
      label: 'nav.items.scoring',
      icon: IconTemperature,
      permission: 'scoring.read',
      order: 20,
      group: 'rules',
    },
  ],
  routes: [{ path: '/settings/scoring', load: () => import('./editor.tsx'), permission: 'scoring.read' }],
  live: { scoring_model: ['/scoring-models', '/contacts'], 'contact.temperature_changed': ['/contacts'] },
})
