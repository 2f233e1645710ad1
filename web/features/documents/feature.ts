import { IconFileText } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'documents',
  nav: [
    {
      section: 'alliance',
      to: '/documents',
      label: 'nav.items.documents',
      icon: IconFileText,
      permission: 'documents.read',
      order: 95,
    },
  ],
  routes: [
    { path: '/documents', load: () => import('./list.tsx'), permission: 'documents.read' },
    { path: '/documents/:id', load: () => import('./page.tsx'), permission: 'documents.read' },
  ],
  create: [
    {
      id: 'note',
      label: 'documents.create.title',
      icon: IconFileText,
      permission: 'documents.write',
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [
    { slot: 'document', order: 10, permission: 'documents.read', load: () => import('./editor/document.tsx') },
    { slot: 'document.of', order: 10, permission: 'documents.read', load: () => import('./document-of.tsx') },
  ],
  live: { document: ['/documents'] },
})
