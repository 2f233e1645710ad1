import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'demo',
  routes: [{ path: '/demo', load: () => import('./screen.tsx') }],
  widgets: [{ slot: 'today', order: 1, load: () => import('./today.tsx') }],
})
