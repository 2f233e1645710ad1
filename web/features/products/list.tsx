import { Button, Group } from '@mantine/core'
import { IconBoxSeam, IconFileImport, IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, type Filter, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { type RowOf, useApi } from '../../kernel/query.ts'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { ProductPreview } from './preview.tsx'
import { StateBadge } from './state-badge.tsx'
import { productStates } from './words.ts'
import './products.css'

type Row = RowOf<'GET /products'>

/** The catalogue. */
export default function ProductList() {
  const t = useT()
  const create = useCreate()
  const families = useApi('GET /product-families')
  const add = (
    <Can permission="products.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => create.open('product')}>
        {t('products.list.new')}
      </Button>
    </Can>
  )
  const filters = useMemo<readonly Filter[]>(
    () => [
      { kind: 'text', key: 'q', label: t('kit.filters.search') },
      {
        kind: 'multi',
        key: 'state',
        label: t('products.fields.state'),
        options: productStates.map((state) => ({ value: state, label: t(`products.states.${state}`) })),
      },
      {
        kind: 'multi',
        key: 'familyId',
        label: t('products.fields.family'),
        options: (families.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
      },
      { kind: 'member', key: 'ownerId', label: t('products.fields.owner') },
    ],
    [t, families.data],
  )
  return (
    <RecordList
      route="GET /products"
      title={t('products.title')}
      viewsOf="products"
      exportSlot={(seen) => <Widgets slot="list.export" props={{ list: 'products', ...seen }} height={28} />}
      rowLabel={(row) => row.name}
      columns={useColumns()}
      filters={filters}
      open={(row) => `/products/${row.id}`}
      preview={(row) => <ProductPreview product={row} />}
      actions={add}
      empty={{
        title: t('products.empty.title'),
        text: t('products.empty.text'),
        picture: <IconBoxSeam size={40} stroke={1.2} />,
        action: (
          <Group justify="center" gap="xs">
            {add}
            <Can permission="imports.create">
              <Button component={Link} to="/imports/new" variant="default" leftSection={<IconFileImport size={16} />}>
                {t('products.empty.import')}
              </Button>
            </Can>
          </Group>
        ),
      }}
    />
  )
}

function useColumns(): Column<Row>[] {
  const t = useT()
  const format = useFormat()
  const words = (text: string | null) =>
    text ? <span className="td-clip">{text}</span> : <span className="td-muted">–</span>
  return [
    {
      key: 'name',
      header: t('products.fields.name'),
      sort: 'name',
      width: 260,
      primary: true,
      render: (row) => (
        <span className="pr-named">
          {row.imageUrl ? (
            <img src={row.imageUrl} alt="" loading="lazy" />
          ) : (
            <IconBoxSeam size={18} aria-hidden="true" />
          )}
          <span className="td-clip">{row.name}</span>
        </span>
      ),
    },
    { key: 'sku', header: t('products.fields.sku'), sort: 'sku', width: 150, render: (row) => words(row.sku) },
    { key: 'family', header: t('products.fields.family'), width: 140, render: (row) => words(row.family) },
    {
      key: 'price',
      header: t('products.fields.price'),
      width: 110,
      align: 'end',
      render: (row) => <span className="td-num">{format.money(row.price)}</span>,
    },
    {
      key: 'stock',
      header: t('products.fields.onHand'),
      width: 110,
      align: 'end',
      render: (row) => <span className="td-num">{format.number(row.stock?.onHand)}</span>,
    },
    {
      key: 'specVersion',
      header: t('products.fields.spec'),
      width: 90,
      align: 'end',
      render: (row) =>
        row.specVersion === null ? (
          <span className="td-muted">–</span>
        ) : (
          <span className="td-num">{t('products.spec.short', { version: row.specVersion })}</span>
        ),
    },
    { key: 'state', header: t('products.fields.state'), width: 150, render: (row) => <StateBadge state={row.state} /> },
    {
      key: 'createdAt',
      header: t('products.fields.createdAt'),
      sort: 'createdAt',
      hidden: true,
      width: 130,
      render: (row) => <span className="td-num">{format.date(row.createdAt)}</span>,
    },
  ]
}
