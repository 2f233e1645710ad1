import { IconMessageReport } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'notices.read'

export default defineFeature({
  name: 'notices',
  nav: [
    { section: 'alliance', to: '/notices', label: 'nav.items.notices', icon: IconMessageReport, permission, order: 60 },
  ],
  routes: [
    { path: '/notices', load: () => import('./list.tsx'), permission },
    { path: '/notices/:id', load: () => import('./record.tsx'), permission },
  ],
  create: [
    {
      id: 'notice',
      label: 'notices.create.title',
      icon: IconMessageReport,
      permission: 'notices.write',
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [{ slot: 'today', order: 7, permission, load: () => import('./today.tsx') }],
  live: { notice: ['/notices'] },
})
