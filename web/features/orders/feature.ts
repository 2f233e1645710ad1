import { IconShoppingBag } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'orders',
  nav: [
    {
      section: 'catalog',
      to: '/orders',
      label: 'nav.items.orders',
      icon: IconShoppingBag,
      permission: 'orders.read',
      order: 30,
      goto: 'o',
      also: ['/returns'],
    },
  ],
  routes: [
    { path: '/orders', load: () => import('./list.tsx'), permission: 'orders.read' },
    { path: '/orders/:id', load: () => import('./record.tsx'), permission: 'orders.read' },
    { path: '/returns', load: () => import('./returns.tsx'), permission: 'orders.read' },
  ],
  create: [
    {
      id: 'order',
      label: 'orders.create.title',
      icon: IconShoppingBag,
      permission: 'orders.write',
      load: () => import('./create.tsx'),
    },
  ],
  widgets: [{ slot: 'record.tasks', order: 20, permission: 'orders.read', load: () => import('./panel.tsx') }],
  live: { order: ['/orders', '/returns'], return: ['/orders', '/returns'] },
})
