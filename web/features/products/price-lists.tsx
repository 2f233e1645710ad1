import { Badge, Button, Modal, Stack, Switch, Table, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Static } from 'typebox'
import type { PriceList } from '#contract/product-parts.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Scroll } from './scroll.tsx'

type List = Static<typeof PriceList>

/** The lists that prices stand in: for which channel and market, and which one speaks where none is named. */
export function PriceLists({ onClose }: { onClose: () => void }) {
  const t = useT()
  const lists = useApi('GET /price-lists').data?.items ?? []
  const [editing, setEditing] = useState<List | null>(null)
  if (editing) return <EditList list={editing} onClose={() => setEditing(null)} />
  return (
    <Modal opened onClose={onClose} title={t('products.priceLists.title')} size="lg">
      <Stack gap="sm">
        <span className="td-muted">{t('products.priceLists.text')}</span>
        <Scroll label={t('products.priceLists.title')} minWidth={480}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('products.prices.list')}</Table.Th>
                <Table.Th>{t('products.priceLists.channel')}</Table.Th>
                <Table.Th>{t('products.priceLists.market')}</Table.Th>
                <Table.Th>{t('products.priceLists.currency')}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lists.map((list) => (
                <Table.Tr key={list.key}>
                  <Table.Td>
                    {list.name} {list.isDefault && <Badge variant="light">{t('products.priceLists.default')}</Badge>}
                  </Table.Td>
                  <Table.Td>{list.channel ?? '–'}</Table.Td>
                  <Table.Td>{list.market ?? '–'}</Table.Td>
                  <Table.Td>{list.currency}</Table.Td>
                  <Table.Td ta="end">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('products.priceLists.edit', { name: list.name })}
                      onClick={() => setEditing(list)}
                    >
                      {t('products.priceLists.change')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scroll>
      </Stack>
    </Modal>
  )
}

function EditList({ list, onClose }: { list: List; onClose: () => void }) {
  const t = useT()
  const form = useForm({
    initialValues: {
      name: list.name,
      channel: list.channel ?? '',
      market: list.market ?? '',
      isDefault: list.isDefault,
    },
  })
  const save = useAct('PATCH /price-lists/:key', {
    form,
    done: t('products.priceLists.done'),
    invalidates: ['/price-lists', '/products'],
  })
  return (
    <FormDialog
      title={t('products.priceLists.edit', { name: list.name })}
      form={form}
      onClose={onClose}
      busy={save.isPending}
      onSubmit={async ({ name, channel, market, isDefault }) => {
        const body = {
          ...{ name: name.trim(), channel: channel.trim() || null, market: market.trim() || null },
          ...(isDefault && !list.isDefault && { isDefault: true as const }),
        }
        await save.mutateAsync({ params: { key: list.key }, body })
        onClose()
      }}
    >
      <TextInput label={t('products.prices.list')} required maxLength={120} {...form.getInputProps('name')} />
      <TextInput
        label={t('products.priceLists.channel')}
        description={t('products.priceLists.channelHelp')}
        maxLength={80}
        {...form.getInputProps('channel')}
      />
      <TextInput
        label={t('products.priceLists.market')}
        description={t('products.priceLists.marketHelp')}
        maxLength={80}
        {...form.getInputProps('market')}
      />
      <Switch
        label={t('products.priceLists.default')}
        description={t('products.priceLists.defaultHelp')}
        disabled={list.isDefault}
        {...form.getInputProps('isDefault', { type: 'checkbox' })}
      />
    </FormDialog>
  )
}
