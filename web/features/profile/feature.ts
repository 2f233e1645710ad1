import { IconUserCircle } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'profile',
  routes: [{ path: '/profile', load: () => import('./profile.tsx') }],
  commands: [
    {
      id: 'profile',
      label: 'accounts.profile.title',
      icon: IconUserCircle,
      profile: true,
      run: ({ go }) => go('/profile'),
    },
  ],
})
