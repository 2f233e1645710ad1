import { Button, Group, Stack } from '@mantine/core'
import { IconArrowsExchange, IconClipboardCheck, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import type { ProductRecord } from '#contract/products.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Forecast } from './forecast.tsx'
import { InboundList } from './inbound-list.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { Movements } from './movements.tsx'
import { Reservations } from './reservations.tsx'
import { ReserveDialog } from './reserve-dialog.tsx'
import { StockDialog } from './stock-dialog.tsx'
import { Waitlist } from './waitlist.tsx'

/** Everything of a product's stock: how long it lasts, what comes, who waits, what moved. */
export function StockTab({ product }: { product: ProductRecord }) {
  const t = useT()
  const mayWrite = useCan()('stock.write')
  const [open, setOpen] = useState<'count' | 'move' | 'reserve' | null>(null)
  const stock = useApi('GET /products/:id/stock', { params: { id: product.id } })
  if (!stock.data) return null
  const count = (
    <Button
      variant={stock.data.isKept ? 'default' : 'filled'}
      leftSection={<IconClipboardCheck size={16} />}
      onClick={() => setOpen('count')}
    >
      {t('products.stock.count')}
    </Button>
  )
  return (
    <Stack gap="xl">
      {mayWrite && stock.data.isKept && (
        <Group gap="xs">
          {count}
          <Button variant="default" leftSection={<IconArrowsExchange size={16} />} onClick={() => setOpen('move')}>
            {t('products.stock.move')}
          </Button>
          {product.state === 'active' && (
            <Button variant="default" leftSection={<IconLock size={16} />} onClick={() => setOpen('reserve')}>
              {t('products.reservations.add')}
            </Button>
          )}
        </Group>
      )}
      {stock.data.isKept ? (
        <Forecast productId={product.id} />
      ) : (
        <EmptyState
          picture={<IconClipboardCheck size={40} stroke={1.2} />}
          title={t('products.stock.notKept')}
          text={t('products.stock.notKeptText')}
          action={mayWrite && count}
        />
      )}
      <InboundList product={product} mayWrite={mayWrite} />
      <Waitlist product={product} mayWrite={mayWrite} />
      <Reservations productId={product.id} mayWrite={mayWrite} />
      <Movements productId={product.id} />
      {open === 'count' && <StockDialog product={product} stock={stock.data} onClose={() => setOpen(null)} />}
      {open === 'move' && <MoveDialog product={product} stock={stock.data} onClose={() => setOpen(null)} />}
      {open === 'reserve' && <ReserveDialog product={product} stock={stock.data} onClose={() => setOpen(null)} />}
    </Stack>
  )
}
