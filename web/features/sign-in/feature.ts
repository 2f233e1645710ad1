import { IconLogout } from '@tabler/icons-react'
import { api } from '../../kernel/api.ts'
import { forgetDevice } from '../../kernel/device.ts'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'sign-in',
  routes: [
    { path: '/sign-in', load: () => import('./sign-in.tsx'), shell: false },
    { path: '/forgot-password', load: () => import('./forgot-password.tsx'), shell: false },
    { path: '/reset-password/:token', load: () => import('./reset-password.tsx'), shell: false },
    { path: '/invitations/:token', load: () => import('./join.tsx'), shell: false },
  ],
  commands: [
    {
      id: 'sign-out',
      label: 'accounts.signOut',
      words: 'palette.words.signOut',
      icon: IconLogout,
      profile: true,
      // A fresh page: nothing of the session stays in memory.
      run: () =>
        void api('DELETE /sessions/current')
          .finally(forgetDevice)
          .finally(() => window.location.assign('/sign-in')),
    },
  ],
})
