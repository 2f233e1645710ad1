import { ActionIcon, Badge, Table, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ProductRecord } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { Scroll } from './scroll.tsx'

/** Who waits, in the order in which they will be told. */
export function Waitlist({ product, mayWrite }: { product: ProductRecord; mayWrite: boolean }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /products/:id/waitlist', { params: { id: product.id }, query: { limit: 20 } })
  const remove = useAct('DELETE /products/:id/waitlist/:entryId', { done: t('products.waitlist.removed') })
  if (pages.isPending) return null
  return (
    <section>
      <h2 className="td-panel-title">{t('products.waitlist.title')}</h2>
      <Text c="dimmed" mb="xs">
        {t('products.waitlist.text')}
      </Text>
      <CopyField label={t('products.waitlist.address')} value={`${window.location.origin}/w/${product.id}`} />
      {pages.items.length > 0 && (
        <Scroll label={t('products.waitlist.title')} minWidth={420}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th ta="end">{t('products.waitlist.position')}</Table.Th>
                <Table.Th>{t('products.waitlist.email')}</Table.Th>
                <Table.Th>{t('products.waitlist.joinedAt')}</Table.Th>
                <Table.Th>{t('products.fields.state')}</Table.Th>
                {mayWrite && (
                  <Table.Th>
                    <VisuallyHidden>{t('products.waitlist.remove')}</VisuallyHidden>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pages.items.map(({ id, position, email, contactId, joinedAt, state, notifiedAt }) => (
                <Table.Tr key={id}>
                  <Table.Td ta="end" className="td-num">
                    {format.number(position)}
                  </Table.Td>
                  <Table.Td>
                    {contactId ? <Link to={`/contacts/${contactId}`}>{email || '…'}</Link> : email || '–'}
                  </Table.Td>
                  <Table.Td className="td-num">{format.dateTime(joinedAt)}</Table.Td>
                  <Table.Td>
                    <Badge
                      variant="light"
                      color={state === 'waiting' ? 'amber' : state === 'notified' ? 'green' : 'gray'}
                    >
                      {t(`products.waitlist.states.${state}`)}
                    </Badge>{' '}
                    <span className="td-muted td-num">{notifiedAt && format.dateTime(notifiedAt)}</span>
                  </Table.Td>
                  {mayWrite && (
                    <Table.Td>
                      {state === 'waiting' && (
                        <Tooltip label={t('products.waitlist.remove')}>
                          <ActionIcon
                            variant="subtle"
                            color="gray"
                            aria-label={t('products.waitlist.remove')}
                            onClick={() => remove.mutate({ params: { id: product.id, entryId: id } })}
                          >
                            <IconX size={16} />
                          </ActionIcon>
                        </Tooltip>
                      )}
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scroll>
      )}
      <MoreButton pages={pages} />
    </section>
  )
}
