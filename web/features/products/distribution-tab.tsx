import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { IconPencil, IconTruckDelivery } from '@tabler/icons-react'
import { useState } from 'react'
import type { DistributionPlan } from '#contract/product-parts.ts'
import type { ProductRecord } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { DistributionDialog } from './distribution-dialog.tsx'
import { Scroll } from './scroll.tsx'

/** Where a product is sold and how long it takes to get there: the plan that holds, and those before it. */
export function DistributionTab({ product }: { product: ProductRecord }) {
  const t = useT()
  const mayWrite = useCan()('products.write')
  const plans = useApi('GET /products/:id/distribution', { params: { id: product.id } })
  const [editing, setEditing] = useState(false)
  const [plan, ...older] = plans.data?.items ?? []
  const edit = mayWrite && (
    <Button
      variant={plan ? 'default' : 'filled'}
      leftSection={<IconPencil size={16} />}
      onClick={() => setEditing(true)}
    >
      {t(plan ? 'products.distribution.change' : 'products.distribution.add')}
    </Button>
  )
  if (!plans.data) return null
  return (
    <Stack gap="md">
      {plan ? (
        <>
          <Group justify="space-between">
            <Head plan={plan} />
            {edit}
          </Group>
          <Routes plan={plan} />
        </>
      ) : (
        <EmptyState
          title={t('products.distribution.emptyTitle')}
          text={t('products.distribution.empty')}
          picture={<IconTruckDelivery size={40} stroke={1.2} />}
          action={edit}
        />
      )}
      {older.length > 0 && (
        <details>
          <summary>{t('products.distribution.older', { count: older.length })}</summary>
          <Stack gap="md" mt="sm">
            {older.map((one) => (
              <div key={one.version}>
                <Head plan={one} />
                <Routes plan={one} />
              </div>
            ))}
          </Stack>
        </details>
      )}
      {editing && <DistributionDialog product={product} plan={plan ?? null} onClose={() => setEditing(false)} />}
    </Stack>
  )
}

function Head({ plan }: { plan: DistributionPlan }) {
  const t = useT()
  const format = useFormat()
  return (
    <div>
      <h2 className="td-panel-title">{t('products.distribution.version', { version: plan.version })}</h2>
      <Text size="sm" c="dimmed">
        {t('products.distribution.by', { name: plan.publishedBy ?? '–', date: format.dateTime(plan.publishedAt) })}
      </Text>
      {plan.note && <Text size="sm">{plan.note}</Text>}
    </div>
  )
}

function Routes({ plan }: { plan: DistributionPlan }) {
  const t = useT()
  const format = useFormat()
  if (plan.routes.length === 0) return <Text c="dimmed">{t('products.distribution.nowhere')}</Text>
  return (
    <Scroll label={t('products.distribution.version', { version: plan.version })} minWidth={420}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('products.distribution.channel')}</Table.Th>
            <Table.Th>{t('products.distribution.regions')}</Table.Th>
            <Table.Th>{t('products.distribution.leadTime')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.routes.map(({ channel, regions, leadTimeDays }) => (
            <Table.Tr key={`${channel} ${regions.join()}`}>
              <Table.Td>{channel}</Table.Td>
              <Table.Td>{regions.length > 0 ? format.list(regions) : t('products.distribution.everywhere')}</Table.Td>
              <Table.Td className="td-num">{t('products.distribution.days', { days: leadTimeDays })}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  )
}
