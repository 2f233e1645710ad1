import { IconFolders } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'projects.read'

export default defineFeature({
  name: 'projects',
  nav: [
    { section: 'alliance', to: '/projects', label: 'nav.items.projects', icon: IconFolders, permission, order: 90 },
  ],
  routes: [
    { path: '/projects', load: () => import('./list.tsx'), permission },
    { path: '/projects/:id', load: () => import('./record.tsx'), permission },
  ],
  create: [
    {
      ...{ id: 'project', label: 'projects.create.title', icon: IconFolders, permission: 'projects.write' },
      load: () => import('./create.tsx'),
    },
  ],
  live: {
    project: ['/projects'],
    training: ['/projects/:id/standing'],
    meeting: ['/projects/:id/standing'],
    information: ['/projects/:id/standing'],
  },
})
