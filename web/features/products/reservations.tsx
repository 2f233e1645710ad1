import { Button, Group, Table, VisuallyHidden } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { Scroll } from './scroll.tsx'

/** Units held back for somebody; hidden while there are none. */
export function Reservations({ productId, mayWrite }: { productId: string; mayWrite: boolean }) {
  const t = useT()
  const format = useFormat()
  const query = { state: 'active' as const }
  const pages = useApiPages('GET /products/:id/stock/reservations', { params: { id: productId }, query })
  const release = useAct('DELETE /products/:id/stock/reservations/:reservationId', {
    done: t('products.reservations.released'),
  })
  const fulfil = useAct('POST /products/:id/stock/reservations/:reservationId/fulfilment', {
    done: t('products.reservations.fulfilled'),
  })
  if (pages.items.length === 0) return null
  return (
    <section>
      <h2 className="td-panel-title">{t('products.reservations.title')}</h2>
      <Scroll label={t('products.reservations.title')} minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="end">{t('products.stock.units')}</Table.Th>
              <Table.Th>{t('products.stock.reference')}</Table.Th>
              <Table.Th>{t('products.reservations.until')}</Table.Th>
              <Table.Th>{t('products.prices.by')}</Table.Th>
              {mayWrite && (
                <Table.Th>
                  <VisuallyHidden>{t('products.reservations.acts')}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {pages.items.map(({ id, quantity, reference, expiresAt, createdByName }) => {
              const params = { id: productId, reservationId: id }
              return (
                <Table.Tr key={id}>
                  <Table.Td ta="end" className="td-num">
                    {format.number(quantity)}
                  </Table.Td>
                  <Table.Td>{reference ?? '–'}</Table.Td>
                  <Table.Td className="td-num">{format.dateTime(expiresAt)}</Table.Td>
                  <Table.Td>{createdByName ?? '–'}</Table.Td>
                  {mayWrite && (
                    <Table.Td>
                      <Group gap={4} justify="flex-end" wrap="nowrap">
                        <Button size="compact-sm" variant="default" onClick={() => fulfil.mutate({ params })}>
                          {t('products.reservations.fulfil')}
                        </Button>
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          color="gray"
                          onClick={() => release.mutate({ params })}
                        >
                          {t('products.reservations.release')}
                        </Button>
                      </Group>
                    </Table.Td>
                  )}
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Scroll>
    </section>
  )
}
