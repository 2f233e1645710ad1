import { IconRoute2 } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'journey-map',
  nav: [
    {
      section: 'messages',
      to: '/journey-map',
      label: 'nav.items.journeyMap',
      icon: IconRoute2,
      permission: 'impacts.read',
      order: 50,
    },
  ],
  routes: [{ path: '/journey-map', load: () => import('./screen.tsx'), permission: 'impacts.read' }],
  live: {
    journey_stage: ['/journey-map'],
    touchpoint: ['/journey-map'],
    asset: ['/journey-map'],
    form: ['/journey-map'],
    campaign: ['/journey-map'],
  },
})
