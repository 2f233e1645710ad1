import { Button, Card, Group, Menu, Stack, Text } from '@mantine/core'
import { IconCategory, IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ProductFamily } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { FamilyDialog } from './family-dialog.tsx'
import '../../kernel/record/record.css'
import './products.css'

/** Families with what every spec sheet of theirs says. */
export default function Families() {
  const t = useT()
  const families = useApi('GET /product-families')
  const [editing, setEditing] = useState<ProductFamily | 'new' | null>(null)
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('products.families.add')}
    </Button>
  )
  const items = families.data?.items ?? []
  return (
    <Page
      title={t('products.families.title')}
      subtitle={t('products.families.subtitle')}
      actions={items.length > 0 && add}
    >
      {families.data && items.length === 0 && (
        <EmptyState
          title={t('products.families.emptyTitle')}
          text={t('products.families.empty')}
          picture={<IconCategory size={40} stroke={1.2} />}
          action={add}
        />
      )}
      <Stack gap="sm">
        {items.map((family) => (
          <FamilyCard key={family.id} family={family} onEdit={() => setEditing(family)} />
        ))}
      </Stack>
      {editing && <FamilyDialog family={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function FamilyCard({ family, onEdit }: { family: ProductFamily; onEdit: () => void }) {
  const t = useT()
  const format = useFormat()
  const [removing, setRemoving] = useState(false)
  const remove = useAct('DELETE /product-families/:id', {
    done: t('products.families.removed'),
    invalidates: ['/product-families', '/products'],
  })
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <h2 className="td-panel-title">{family.name}</h2>
          <Text size="sm" c="dimmed">
            {t('products.families.count', { count: family.productCount })}
          </Text>
          <Text size="sm">
            {family.attributes.length > 0
              ? format.list(family.attributes.map(({ label, unit }) => (unit ? `${label} (${unit})` : label)))
              : t('products.families.noAttributes')}
          </Text>
        </div>
        <MoreMenu label={t('products.families.acts', { name: family.name })} subtle>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('products.families.edit')}
          </Menu.Item>
          <DeleteItem onClick={() => setRemoving(true)} />
        </MoreMenu>
      </Group>
      {removing && (
        <ConfirmDialog
          title={t('products.families.removeTitle', { name: family.name })}
          text={t('products.families.removeText', { count: family.productCount })}
          onConfirm={() => remove.mutateAsync({ params: { id: family.id } })}
          onClose={() => setRemoving(false)}
        />
      )}
    </Card>
  )
}
