import { IconSchool } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

const permission = 'trainings.read'

export default defineFeature({
  name: 'trainings',
  nav: [
    { section: 'alliance', to: '/trainings', label: 'nav.items.trainings', icon: IconSchool, permission, order: 60 },
  ],
  routes: [
    { path: '/trainings', load: () => import('./mine.tsx'), permission },
    { path: '/trainings/catalogue', load: () => import('./catalogue.tsx'), permission },
    { path: '/trainings/calendar', load: () => import('./calendar.tsx'), permission },
    { path: '/trainings/matrix', load: () => import('./matrix.tsx'), permission },
    { path: '/trainings/suggestions', load: () => import('./suggestions.tsx'), permission },
    { path: '/trainings/:id', load: () => import('./record.tsx'), permission },
    { path: '/trainings/:id/quiz', load: () => import('./builder/quiz-builder.tsx'), permission },
    { path: '/trainings/:id/attempt', load: () => import('./take-quiz.tsx'), permission },
  ],
  create: [
    {
      ...{ id: 'training', label: 'trainings.create.title', icon: IconSchool, permission: 'trainings.write' },
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [{ slot: 'today', order: 40, permission, load: () => import('./today.tsx') }],
  live: { training: ['/trainings'] },
})
