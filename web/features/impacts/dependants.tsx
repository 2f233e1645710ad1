import { SegmentedControl, Select } from '@mantine/core'
import { IconTopologyStar3 } from '@tabler/icons-react'
import type { Dependant, NodeType } from '#contract/impacts.ts'
import { ApiProblem } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link, useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { ProductPicker } from '../claims/product-picker.tsx'
import { Graph } from './graph.tsx'
import './impacts.css'

/** "What depends on this?" for anything, as a list and as a picture; the address says of what. */
export default function Dependants() {
  const t = useT()
  const [search, setSearch] = useSearch()
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] : '')
  const [type, id] = [text('type') as NodeType | '', text('id')]
  const view = search.view === 'picture' ? 'picture' : 'list'
  const isPart = ['product', 'attribute', 'price', 'stock', 'spec', ''].includes(type)
  return (
    <Page
      title={t('impacts.graph.title')}
      width="wide"
      actions={
        <SegmentedControl
          aria-label={t('impacts.graph.view')}
          value={view}
          onChange={(next) => setSearch({ ...search, view: next })}
          data={(['list', 'picture'] as const).map((value) => ({ value, label: t(`impacts.graph.${value}`) }))}
        />
      }
    >
      {isPart && <Choose type={type} id={id} onChange={(node) => setSearch({ ...node, view })} />}
      {type && id ? (
        <Found type={type} id={id} view={view} />
      ) : (
        <EmptyState
          picture={<IconTopologyStar3 size={40} stroke={1.2} />}
          title={t('impacts.graph.title')}
          text={t('impacts.graph.choose')}
        />
      )}
    </Page>
  )
}

type Node = { type: NodeType; id: string }

function Choose({ type, id, onChange }: { type: NodeType | ''; id: string; onChange: (node: Node) => void }) {
  const t = useT()
  const productId = id.split('/')[0] || null
  const facts = useApi('GET /claims/facts', { query: { productId: productId ?? '' } }, { enabled: productId !== null })
  const attributes = (facts.data?.items ?? []).filter((fact) => fact.key !== 'price' && fact.key !== 'before_price')
  return (
    <div className="im-choose">
      <ProductPicker
        label={t('impacts.graph.product')}
        value={productId}
        onChange={(chosen) => chosen && onChange({ type: 'product', id: chosen })}
      />
      <Select
        label={t('impacts.graph.what')}
        disabled={productId === null}
        allowDeselect={false}
        value={productId === null ? null : type === 'attribute' ? `attribute ${id}` : `${type} ${productId}`}
        onChange={(chosen) => {
          const [kind, ...rest] = (chosen ?? '').split(' ')
          onChange({ type: kind as NodeType, id: rest.join(' ') })
        }}
        data={[
          { value: `product ${productId}`, label: t('impacts.graph.whole') },
          { value: `price ${productId}`, label: t('impacts.graph.price') },
          { value: `stock ${productId}`, label: t('impacts.graph.stock') },
          { value: `spec ${productId}`, label: t('impacts.nodes.spec') },
          ...attributes.map(({ key, label }) => ({ value: `attribute ${productId}/${key}`, label })),
        ]}
      />
    </div>
  )
}

function Found({ type, id, view }: Node & { view: 'list' | 'picture' }) {
  const t = useT()
  const found = useApi('GET /impacts/dependants', { query: { type, id, limit: 500 } })
  if (found.error instanceof ApiProblem && found.error.code === 'not_found')
    return <EmptyState title={t('impacts.graph.none')} text={t('impacts.graph.unknown')} />
  if (found.error) return <ErrorScreen error={found.error} reset={() => void found.refetch()} />
  if (!found.data) return <PageSkeleton />
  const { node, items, truncated } = found.data
  if (items.length === 0)
    return (
      <EmptyState
        picture={<IconTopologyStar3 size={40} stroke={1.2} />}
        title={t('impacts.graph.none')}
        text={t('impacts.graph.noneText')}
      />
    )
  return (
    <>
      <h2>{t('impacts.graph.of', { name: node.name })}</h2>
      <p className="td-muted" role="status">
        {t('impacts.graph.count', { count: items.length })}
        {truncated && ` ${t('impacts.record.truncated')}`}
      </p>
      {view === 'picture' ? <Graph root={node} dependants={items} /> : <List node={node} items={items} />}
    </>
  )
}

function List({ node, items }: { node: Node & { name: string }; items: readonly Dependant[] }) {
  const t = useT()
  const names = new Map([node, ...items].map((one) => [`${one.type} ${one.id}`, one.name]))
  return (
    <ul className="im-items">
      {items.map((one) => (
        <li key={`${one.type} ${one.id}`}>
          <div>
            {one.url ? <Link to={one.url}>{one.name}</Link> : one.name}{' '}
            <span className="td-muted">· {t(`impacts.nodes.${one.type}`)}</span>
          </div>
          <span className="td-muted">
            {t('impacts.graph.step', { depth: one.depth })}
            {one.depth > 1 &&
              ` · ${t('impacts.graph.via', { name: names.get(`${one.via.type} ${one.via.id}`) ?? '' })}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
