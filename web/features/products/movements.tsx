import { Table, Text } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { Scroll } from './scroll.tsx'

/** Every change of what is there, newest first. */
export function Movements({ productId }: { productId: string }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /products/:id/stock/movements', { params: { id: productId }, query: { limit: 20 } })
  if (pages.isPending) return null
  return (
    <section>
      <h2 className="td-panel-title">{t('products.stock.movements')}</h2>
      {pages.items.length === 0 ? (
        <Text c="dimmed">{t('products.stock.noMovements')}</Text>
      ) : (
        <Scroll label={t('products.stock.movements')} minWidth={420}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('products.stock.when')}</Table.Th>
                <Table.Th ta="end">{t('products.stock.units')}</Table.Th>
                <Table.Th ta="end">{t('products.stock.left')}</Table.Th>
                <Table.Th>{t('products.stock.reason')}</Table.Th>
                <Table.Th>{t('products.prices.by')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pages.items.map(({ id, at, delta, onHandAfter, reason, reference, actorName }) => (
                <Table.Tr key={id}>
                  <Table.Td className="td-num">{format.dateTime(at)}</Table.Td>
                  <Table.Td ta="end" className="td-num">
                    {format.number(delta, { signDisplay: 'exceptZero' })}
                  </Table.Td>
                  <Table.Td ta="end" className="td-num">
                    {format.number(onHandAfter)}
                  </Table.Td>
                  <Table.Td>
                    {t.has(`products.stock.reasons.${reason}`) ? t(`products.stock.reasons.${reason}`) : reason}{' '}
                    {reference && !/^[0-9a-f-]{36}$/.test(reference) && <span className="td-muted">{reference}</span>}
                  </Table.Td>
                  <Table.Td>{actorName ?? t('products.stock.byItself')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scroll>
      )}
      <MoreButton pages={pages}>{t('kit.timeline.more')}</MoreButton>
    </section>
  )
}
