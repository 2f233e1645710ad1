import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'activities',
  // On a record's timeline: props `{ contactId?, companyId?, dealId? }` (`subjectId` is understood too).
  widgets: [
    { slot: 'record.composer', order: 10, permission: 'activities.write', load: () => import('./composer.tsx') },
  ],
  live: { activity: ['/activities', '/deals/:id/timeline', '/contacts/:id'] },
})
