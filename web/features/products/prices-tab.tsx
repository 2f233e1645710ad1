import { ActionIcon, Badge, Button, Group, Stack, Table, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCoin, IconListDetails, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Price } from '#contract/product-parts.ts'
import type { ProductRecord } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { PriceDialog } from './price-dialog.tsx'
import { PriceLists } from './price-lists.tsx'
import { Scroll } from './scroll.tsx'

const colors = { current: 'green', planned: 'blue', past: 'gray' } as const

/** Prices of every list, with their history. */
export function PricesTab({ product }: { product: ProductRecord }) {
  const t = useT()
  const format = useFormat()
  const mayWrite = useCan()('products.write')
  const prices = useApi('GET /products/:id/prices', { params: { id: product.id } })
  const [open, setOpen] = useState<'price' | 'lists' | null>(null)
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('price')}>
      {t('products.prices.add')}
    </Button>
  )
  if (!prices.data) return null
  const lists = Map.groupBy(prices.data.items, (price) => price.listKey)
  return (
    <Stack gap="lg">
      {lists.size === 0 ? (
        <EmptyState
          title={t('products.prices.emptyTitle')}
          text={t('products.prices.empty')}
          picture={<IconCoin size={40} stroke={1.2} />}
          action={add}
        />
      ) : (
        <Group justify="flex-end">
          {mayWrite && (
            <Button variant="default" leftSection={<IconListDetails size={16} />} onClick={() => setOpen('lists')}>
              {t('products.priceLists.title')}
            </Button>
          )}
          {add}
        </Group>
      )}
      {[...lists].map(([key, items]) => {
        const lowest = prices.data.lowest30Days.find((one) => one.listKey === key)
        return (
          <section key={key}>
            <Group justify="space-between" mb={4}>
              <h2 className="td-panel-title">{items[0]!.listName}</h2>
              {lowest && (
                <span className="td-muted td-num">{t('products.prices.lowest', { amount: format.money(lowest) })}</span>
              )}
            </Group>
            <PriceTable product={product} items={items} mayWrite={mayWrite} />
          </section>
        )
      })}
      {open === 'price' && <PriceDialog product={product} onClose={() => setOpen(null)} />}
      {open === 'lists' && <PriceLists onClose={() => setOpen(null)} />}
    </Stack>
  )
}

function PriceTable({
  product,
  items,
  mayWrite,
}: {
  product: ProductRecord
  items: readonly Price[]
  mayWrite: boolean
}) {
  const t = useT()
  const format = useFormat()
  const withdraw = useAct('DELETE /products/:id/prices/:priceId', { done: t('products.prices.withdrawn') })
  return (
    <Scroll label={items[0]?.listName ?? ''} minWidth={440}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('products.prices.amount')}</Table.Th>
            <Table.Th>{t('products.prices.from')}</Table.Th>
            <Table.Th>{t('products.prices.until')}</Table.Th>
            <Table.Th>{t('products.fields.state')}</Table.Th>
            <Table.Th>{t('products.prices.by')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('products.prices.withdraw')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((price) => (
            <Table.Tr key={price.id}>
              <Table.Td className="td-num">{format.money(price)}</Table.Td>
              <Table.Td className="td-num">{format.dateTime(price.from)}</Table.Td>
              <Table.Td className="td-num">
                {endOf(price, items) ? (
                  format.dateTime(endOf(price, items))
                ) : (
                  <span className="td-muted">{t('products.prices.open')}</span>
                )}
              </Table.Td>
              <Table.Td>
                <Badge variant="light" color={colors[price.state]}>
                  {t(`products.prices.states.${price.state}`)}
                </Badge>
              </Table.Td>
              <Table.Td>{price.createdBy ?? '–'}</Table.Td>
              <Table.Td>
                {mayWrite && (price.state === 'planned' || (price.state === 'current' && price.until)) && (
                  <Tooltip label={t('products.prices.withdraw')}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t('products.prices.withdraw')}
                      onClick={() => withdraw.mutate({ params: { id: product.id, priceId: price.id } })}
                    >
                      <IconX size={16} />
                    </ActionIcon>
                  </Tooltip>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  )
}

/** A price without an end of its own holds until the next such price of its list begins. Offers run beside it. */
function endOf(price: Price, items: readonly Price[]): string | null {
  if (price.until) return price.until
  const next = items.filter(({ from, until }) => until === null && from > price.from).map(({ from }) => from)
  return next.sort()[0] ?? null
}
