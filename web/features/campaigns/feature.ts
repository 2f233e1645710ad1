import { IconCalendarEvent, IconSpeakerphone } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'campaigns',
  nav: [
    {
      section: 'messages',
      to: '/campaigns',
      label: 'nav.items.campaigns',
      icon: IconSpeakerphone,
      permission: 'campaigns.read',
      order: 5,
      goto: 'm',
    },
    {
      section: 'messages',
      to: '/campaigns/calendar',
      label: 'nav.items.campaignCalendar',
      icon: IconCalendarEvent,
      permission: 'campaigns.read',
      order: 6,
    },
  ],
  routes: [
    { path: '/campaigns', load: () => import('./list.tsx'), permission: 'campaigns.read' },
    { path: '/campaigns/calendar', load: () => import('./calendar.tsx'), permission: 'campaigns.read' },
    { path: '/campaigns/:id', load: () => import('./room.tsx'), permission: 'campaigns.read' },
  ],
  create: [
    {
      id: 'campaign',
      label: 'campaigns.create.title',
      icon: IconSpeakerphone,
      permission: 'campaigns.write',
      load: () => import('./create.tsx'),
    },
  ],
  live: {
    campaign: ['/campaigns'],
    stock: ['/campaigns/:id'],
    inbound: ['/campaigns/:id'],
    price: ['/campaigns/:id'],
    claim: ['/campaigns/:id'],
    asset: ['/campaigns/:id'],
  },
})
