import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'setup',
  routes: [{ path: '/setup', load: () => import('./setup.tsx'), shell: false }],
})
