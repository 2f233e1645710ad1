import { Button } from '@mantine/core'
import { IconBuildingStore, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Shop } from '#contract/shops.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { ConnectDialog } from './connect-dialog.tsx'
import { ShopCard } from './shop-card.tsx'
import './shops.css'

/** Shops that feed the catalogue and the orders: connect, test, synchronise, see what went wrong. */
export default function Shops() {
  const t = useT()
  const shops = useApi('GET /shops', { query: { limit: 100 } })
  const [open, setOpen] = useState<{ shop: Shop | null } | null>(null)
  if (!shops.data) return <PageSkeleton />
  const { items } = shops.data
  const connect = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ shop: null })}>
      {t('shops.connect.action')}
    </Button>
  )
  return (
    <Page title={t('shops.title')} actions={items.length > 0 && connect}>
      {items.length === 0 && (
        <EmptyState
          title={t('shops.empty.title')}
          text={t('shops.empty.text')}
          picture={<IconBuildingStore size={40} stroke={1.2} />}
          action={connect}
        />
      )}
      {items.map((shop) => (
        <ShopCard key={shop.id} shop={shop} onEdit={() => setOpen({ shop })} />
      ))}
      {open && <ConnectDialog shop={open.shop} onClose={() => setOpen(null)} />}
    </Page>
  )
}
