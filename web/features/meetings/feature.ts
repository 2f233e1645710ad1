import { IconUsersGroup } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'meetings.read'

export default defineFeature({
  name: 'meetings',
  nav: [
    {
      ...{ section: 'alliance', to: '/meetings', label: 'nav.items.meetings', icon: IconUsersGroup, permission },
      ...{ order: 10, goto: 'a' },
    },
  ],
  routes: [
    { path: '/meetings', load: () => import('./list.tsx'), permission },
    { path: '/meetings/next', load: () => import('./next.tsx'), permission },
    { path: '/meetings/series/:id', load: () => import('./series/record.tsx'), permission },
    { path: '/meetings/:id', load: () => import('./meeting.tsx'), permission },
  ],
  create: [
    {
      ...{ id: 'meeting', label: 'meetings.create.title', icon: IconUsersGroup, permission: 'meetings.write' },
      load: () => import('./create.tsx'),
    },
  ],
  commands: [
    {
      ...{ id: 'meetings.next', label: 'meetings.next.command', icon: IconUsersGroup, permission },
      run: ({ go }) => go('/meetings/next'),
    },
  ],
  widgets: [
    { slot: 'today', order: 2, permission, load: () => import('./today.tsx') },
    { slot: 'campaign.kickoff', order: 10, permission, load: () => import('./kickoff.tsx') },
  ],
  live: {
    meeting: ['/meetings', '/meeting-series'],
    meeting_series: ['/meetings', '/meeting-series'],
    information: ['/meetings/:id', '/meetings/next'],
    task: ['/meetings/:id/actions'],
  },
})
