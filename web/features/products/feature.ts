import { IconBoxSeam, IconCategory, IconPackageImport } from '@tabler/icons-react'
import { defineFeature } from '../../kernel/feature.ts'

export default defineFeature({
  name: 'products',
  nav: [
    {
      section: 'catalog',
      to: '/products',
      label: 'nav.items.products',
      icon: IconBoxSeam,
      permission: 'products.read',
      order: 10,
      goto: 'p',
    },
    {
      section: 'settings',
      to: '/settings/product-families',
      label: 'nav.items.productFamilies',
      icon: IconCategory,
      permission: 'products.write',
      order: 60,
      group: 'rules',
    },
    {
      section: 'settings',
      to: '/settings/stock-feeds',
      label: 'nav.items.stockFeeds',
      icon: IconPackageImport,
      permission: 'stock.manage',
      order: 60,
      group: 'system',
    },
  ],
  routes: [
    { path: '/products', load: () => import('./list.tsx'), permission: 'products.read' },
    { path: '/products/:id', load: () => import('./record.tsx'), permission: 'products.read' },
    { path: '/settings/product-families', load: () => import('./families.tsx'), permission: 'products.write' },
    { path: '/settings/stock-feeds', load: () => import('./feeds.tsx'), permission: 'stock.manage' },
  ],
  create: [
    {
      id: 'product',
      label: 'products.create.title',
      icon: IconBoxSeam,
      permission: 'products.write',
      load: () => import('./create.tsx'),
    },
  ],
  live: {
    product: ['/products'],
    spec: ['/products'],
    price: ['/products'],
    distribution: ['/products'],
    stock: ['/products'],
    inbound: ['/products'],
    waitlist: ['/products'],
    stock_feed: ['/stock-feeds'],
    product_family: ['/product-families'],
  },
})
