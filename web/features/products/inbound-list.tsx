import { Badge, Button, Group, Menu, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconDots, IconPackageImport, IconPencil, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ProductRecord } from '#contract/products.ts'
import type { Inbound } from '#contract/stock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { InboundDialog } from './inbound-dialog.tsx'
import { ReceiveDialog } from './receive-dialog.tsx'
import { Scroll } from './scroll.tsx'

type Open = { kind: 'new' } | { kind: 'edit' | 'receive'; inbound: Inbound } | null

/** Deliveries: what is coming and how sure that is, and what came. */
export function InboundList({ product, mayWrite }: { product: ProductRecord; mayWrite: boolean }) {
  const t = useT()
  const [open, setOpen] = useState<Open>(null)
  const pages = useApiPages('GET /products/:id/inbound', { params: { id: product.id } })
  if (pages.isPending) return null
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <h2 className="td-panel-title">{t('products.inbound.title')}</h2>
        {mayWrite && product.state === 'active' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setOpen({ kind: 'new' })}
          >
            {t('products.inbound.add')}
          </Button>
        )}
      </Group>
      {pages.items.length === 0 ? (
        <Text c="dimmed">{t('products.inbound.empty')}</Text>
      ) : (
        <Deliveries items={pages.items} mayWrite={mayWrite} onOpen={setOpen} />
      )}
      {(open?.kind === 'new' || open?.kind === 'edit') && (
        <InboundDialog
          productId={product.id}
          inbound={open.kind === 'edit' ? open.inbound : null}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === 'receive' && <ReceiveDialog inbound={open.inbound} onClose={() => setOpen(null)} />}
    </section>
  )
}

type Props = { items: readonly Inbound[]; mayWrite: boolean; onOpen: (open: Open) => void }

function Deliveries({ items, mayWrite, onOpen }: Props) {
  const t = useT()
  const format = useFormat()
  return (
    <Scroll label={t('products.inbound.title')} minWidth={440}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="end">{t('products.stock.units')}</Table.Th>
            <Table.Th>{t('products.inbound.expectedOn')}</Table.Th>
            <Table.Th>{t('products.fields.state')}</Table.Th>
            <Table.Th>{t('products.inbound.supplier')}</Table.Th>
            {mayWrite && (
              <Table.Th>
                <VisuallyHidden>{t('products.inbound.acts')}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((inbound) => (
            <Table.Tr key={inbound.id}>
              <Table.Td ta="end" className="td-num">
                {format.number(inbound.receivedQuantity ?? inbound.quantity)}
              </Table.Td>
              <Table.Td className="td-num">
                {format.date(inbound.expectedOn)}
                {inbound.expectedOn !== inbound.promisedOn && (
                  <div className="td-muted">
                    {t('products.inbound.promised', { date: format.date(inbound.promisedOn) })}
                  </div>
                )}
              </Table.Td>
              <Table.Td>
                <StateOf inbound={inbound} />
              </Table.Td>
              <Table.Td>{[inbound.supplier, inbound.reference].filter(Boolean).join(' · ') || '–'}</Table.Td>
              {mayWrite && (
                <Table.Td>{inbound.state === 'expected' && <Acts inbound={inbound} onOpen={onOpen} />}</Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  )
}

function StateOf({ inbound }: { inbound: Inbound }) {
  const t = useT()
  const word =
    inbound.state !== 'expected'
      ? inbound.state
      : inbound.isLate
        ? 'late'
        : inbound.confirmed
          ? 'confirmed'
          : 'unconfirmed'
  const color = { received: 'gray', cancelled: 'gray', late: 'red', confirmed: 'green', unconfirmed: 'amber' }[word]
  return (
    <Badge variant="light" color={color}>
      {t(`products.inbound.states.${word}`)}
    </Badge>
  )
}

function Acts({ inbound, onOpen }: { inbound: Inbound; onOpen: (open: Open) => void }) {
  const t = useT()
  const params = { id: inbound.productId, inboundId: inbound.id }
  const change = useAct('PATCH /products/:id/inbound/:inboundId', { done: t('products.inbound.saved') })
  const cancel = useAct('DELETE /products/:id/inbound/:inboundId', { done: t('products.inbound.cancelled') })
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPackageImport size={14} />}
        onClick={() => onOpen({ kind: 'receive', inbound })}
      >
        {t('products.inbound.receive')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" color="gray" aria-label={t('products.inbound.acts')}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onOpen({ kind: 'edit', inbound })}>
            {t('products.inbound.edit')}
          </Menu.Item>
          {!inbound.confirmed && (
            <Menu.Item
              leftSection={<IconCheck size={16} />}
              onClick={() => change.mutate({ params, body: { confirmed: true } })}
            >
              {t('products.inbound.confirm')}
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconX size={16} />} onClick={() => cancel.mutate({ params })}>
            {t('products.inbound.cancel')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
