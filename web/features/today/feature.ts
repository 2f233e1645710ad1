import { IconHome2 } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'today',
  nav: [{ section: 'today', to: '/', label: 'nav.items.today', icon: IconHome2, order: 10, goto: 'h' }],
  routes: [{ path: '/', load: () => import('./today.tsx') }],
  live: {
    handover: ['/today', '/reports'],
    task: ['/today'],
    deal: ['/today', '/reports'],
    contact: ['/today', '/reports'],
    form: ['/today'],
    invitation: ['/today'],
  },
})
