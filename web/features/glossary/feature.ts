import { IconVocabulary } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'glossary.read'

export default defineFeature({
  name: 'glossary',
  nav: [
    {
      section: 'alliance',
      to: '/glossary',
      label: 'nav.items.glossary',
      icon: IconVocabulary,
      permission,
      order: 50,
    },
  ],
  routes: [
    { path: '/glossary', load: () => import('./list.tsx'), permission },
    { path: '/glossary/:id', load: () => import('./record.tsx'), permission },
    { path: '/glossary/:id/records', load: () => import('./records.tsx'), permission },
  ],
  create: [
    {
      id: 'term',
      label: 'glossary.create.title',
      icon: IconVocabulary,
      permission: 'glossary.write',
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [{ slot: 'topbar', order: 99, permission, load: () => import('./hover.tsx') }],
  live: { term: ['/terms'], scoring_model: ['/terms'] },
})
