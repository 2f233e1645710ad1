import { Text } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { SoldOutBadge } from './state-badge.tsx'

/** What is there and what of it can be promised, as a sum that adds up. */
export function StockPanel({ productId }: { productId: string }) {
  const t = useT()
  const format = useFormat()
  const { data } = useApi('GET /products/:id/stock', { params: { id: productId } })
  if (!data) return null
  if (!data.isKept)
    return (
      <Panel title={t('products.stock.title')}>
        <Text c="dimmed">{t('products.stock.notKept')}</Text>
      </Panel>
    )
  const rows = [
    ['onHand', data.onHand],
    ['reserved', 0 - data.reserved],
    ['safety', 0 - data.safetyStock],
  ] as const
  return (
    <Panel title={t('products.stock.title')} action={data.available <= 0 && <SoldOutBadge />}>
      <dl className="pr-sum">
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`products.stock.${key}`)}</dt>
            <dd className="td-num">{format.number(value)}</dd>
          </div>
        ))}
        <div className="pr-total">
          <dt>{t('products.stock.available')}</dt>
          <dd className="td-num">{format.number(data.available)}</dd>
        </div>
      </dl>
      <Text size="sm" c="dimmed" mt="xs">
        {data.daysOfCover === null
          ? t('products.stock.noDemand')
          : t(`products.stock.cover.${data.demandSource ?? 'given'}`, {
              days: data.daysOfCover,
              demand: data.dailyDemand ?? data.estimatedDailyDemand ?? 0,
            })}
      </Text>
      {data.uncovered > 0 && (
        <Text size="sm" c="red" mt="xs">
          {t('products.stock.uncovered', { count: data.uncovered })}
        </Text>
      )}
      {data.inboundConfirmed + data.inboundUnconfirmed > 0 && (
        <Text size="sm" c="dimmed">
          {t('products.stock.coming', { confirmed: data.inboundConfirmed, unconfirmed: data.inboundUnconfirmed })}
        </Text>
      )}
      {data.waiting > 0 && (
        <Text size="sm" c="dimmed">
          {t('products.stock.waiting', { count: data.waiting })}
        </Text>
      )}
    </Panel>
  )
}
