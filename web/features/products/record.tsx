import { Alert, Tabs } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import { useState } from 'react'
import type { ProductRecord } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link, useParam } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { DistributionTab } from './distribution-tab.tsx'
import { ProductFacts } from './facts.tsx'
import { FilesTab } from './files-tab.tsx'
import { ProductActions } from './more-menu.tsx'
import { PricesTab } from './prices-tab.tsx'
import { SpecTab } from './spec-tab.tsx'
import { StateBadge } from './state-badge.tsx'
import { StockPanel } from './stock-panel.tsx'
import { StockTab } from './stock-tab.tsx'
import { ProductTimeline } from './timeline.tsx'
import './products.css'

const labelled = ['name', 'sku', 'unit', 'url', 'ownerId', 'tags', 'description', 'family'] as const
const tabs = ['spec', 'stock', 'prices', 'distribution', 'files', 'timeline'] as const

/** One product: what it is, what it costs, what is there, and how all that came about. */
export default function ProductPage() {
  const t = useT()
  const id = useParam('id')
  const product = useApi('GET /products/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    get: 'GET /products/:id',
    patch: 'PATCH /products/:id',
    params: { id },
    labels: Object.fromEntries(labelled.map((field) => [field, t(`products.fields.${field}`)])),
  })
  return (
    <RecordPage
      query={product}
      title={(one) => one.name}
      crumbs={[{ to: '/products', label: t('products.title') }]}
      badges={(one) => <StateBadge state={one.state} />}
      actions={(one) => <ProductActions product={one} />}
      facts={(one) => <ProductFacts product={one} save={save} />}
      main={(one) => <Main product={one} />}
      aside={(one) => <StockPanel productId={one.id} />}
      dialogs={dialog}
    />
  )
}

function Main({ product }: { product: ProductRecord }) {
  const t = useT()
  const format = useFormat()
  const [tab, setTab] = useState<string | null>(window.location.hash.slice(1) || 'spec')
  return (
    <>
      {product.state === 'discontinued' && (
        <Alert color="gray" mb="md" icon={<IconArchive size={18} />} title={t('products.discontinued.title')}>
          {t('products.discontinued.since', { date: format.date(product.discontinuedAt) })}{' '}
          {product.replacedBy && (
            <Link to={`/products/${product.replacedBy.id}`}>
              {t('products.discontinued.instead', { name: product.replacedBy.name })}
            </Link>
          )}
        </Alert>
      )}
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md" className="pr-tabs">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`products.tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="spec">
          <SpecTab product={product} />
        </Tabs.Panel>
        <Tabs.Panel value="stock">
          <StockTab product={product} />
        </Tabs.Panel>
        <Tabs.Panel value="prices">
          <PricesTab product={product} />
        </Tabs.Panel>
        <Tabs.Panel value="distribution">
          <DistributionTab product={product} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <FilesTab product={product} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <ProductTimeline id={product.id} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
