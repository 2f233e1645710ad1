import { IconFileImport } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'imports.create'

export default defineFeature({
  name: 'imports',
  nav: [
    { section: 'customers', to: '/imports', label: 'nav.items.imports', icon: IconFileImport, permission, order: 80 },
  ],
  routes: [
    { path: '/imports', load: () => import('./list.tsx'), permission },
    { path: '/imports/new', load: () => import('./new.tsx'), permission },
    { path: '/imports/:id', load: () => import('./record.tsx'), permission },
  ],
  create: [
    { id: 'import', label: 'imports.new.title', icon: IconFileImport, permission, load: () => import('./create.tsx') },
  ],
  commands: [
    {
      id: 'imports.new',
      label: 'imports.command',
      icon: IconFileImport,
      permission,
      run: ({ go }) => go('/imports/new'),
    },
  ],
  live: { import: ['/imports'] },
})
