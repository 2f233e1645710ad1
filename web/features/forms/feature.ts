import { IconForms } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'forms',
  nav: [
    {
      section: 'messages',
      to: '/forms',
      label: 'nav.items.forms',
      icon: IconForms,
      permission: 'forms.read',
      order: 40,
      goto: 'f',
    },
  ],
  routes: [
    { path: '/forms', load: () => import('./list.tsx'), permission: 'forms.read' },
    { path: '/forms/:id', load: () => import('./record.tsx'), permission: 'forms.read' },
  ],
  create: [
    {
      id: 'form',
      label: 'forms.create.title',
      icon: IconForms,
      permission: 'forms.write',
      load: () => import('./create.tsx'),
    },
  ],
  live: { form: ['/forms'] },
})
