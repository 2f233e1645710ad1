import { Stack } from '@mantine/core'
import type { Product } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { StateBadge } from './state-badge.tsx'
import { StockPanel } from './stock-panel.tsx'

/** A product at a glance, beside the list. */
export function ProductPreview({ product }: { product: Product }) {
  const t = useT()
  const format = useFormat()
  return (
    <Stack gap="lg">
      <Facts title={product.name}>
        <Fact label={t('products.fields.state')}>
          <StateBadge state={product.state} />
        </Fact>
        <Fact label={t('products.fields.sku')}>{product.sku}</Fact>
        <Fact label={t('products.fields.family')}>{product.family ?? '–'}</Fact>
        <Fact label={t('products.fields.price')}>{format.money(product.price)}</Fact>
        <Fact label={t('products.fields.spec')}>
          {product.specVersion === null ? '–' : t('products.spec.version', { version: product.specVersion })}
        </Fact>
      </Facts>
      <StockPanel productId={product.id} />
    </Stack>
  )
}
