import { IconBuilding } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'companies',
  nav: [
    {
      section: 'customers',
      to: '/companies',
      label: 'nav.items.companies',
      icon: IconBuilding,
      permission: 'contacts.read',
      order: 30,
      goto: 'e',
    },
  ],
  routes: [
    { path: '/companies', load: () => import('./list.tsx'), permission: 'contacts.read' },
    { path: '/companies/:id', load: () => import('./record.tsx'), permission: 'contacts.read' },
  ],
  create: [
    {
      id: 'company',
      label: 'companies.create.title',
      icon: IconBuilding,
      permission: 'companies.write',
      load: () => import('./create.tsx'),
    },
  ],
  live: { company: ['/companies'], contact: ['/companies/:id'], deal: ['/companies/:id'] },
})
