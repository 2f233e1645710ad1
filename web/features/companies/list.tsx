import { Button } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, type Filter, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { CompanyPreview } from './preview.tsx'
import type { CompanyRow } from './row.ts'

/** All companies. */
export default function CompanyList() {
  const t = useT()
  const create = useCreate()
  const add = (
    <Can permission="companies.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => create.open('company')}>
        {t('companies.list.new')}
      </Button>
    </Can>
  )
  const filters = useMemo<readonly Filter[]>(
    () => [
      { kind: 'text', key: 'q', label: t('kit.filters.search') },
      { kind: 'member', key: 'ownerId', label: t('companies.fields.owner') },
      { kind: 'text', key: 'industry', label: t('companies.fields.industry') },
      { kind: 'text', key: 'country', label: t('companies.fields.country') },
      { kind: 'text', key: 'tag', label: t('companies.fields.tags') },
      { kind: 'numbers', key: 'employees', label: t('companies.fields.employees') },
      { kind: 'dates', key: 'created', label: t('companies.fields.createdAt') },
      { kind: 'boolean', key: 'deleted', label: t('companies.list.bin') },
    ],
    [t],
  )
  return (
    <RecordList
      route="GET /companies"
      title={t('companies.list.title')}
      viewsOf="companies"
      columns={useColumns()}
      filters={filters}
      rowLabel={(row) => row.name}
      open={(row) => `/companies/${row.id}`}
      preview={(row) => <CompanyPreview company={row} />}
      exportSlot={(seen) => <Widgets slot="list.export" props={{ list: 'companies', ...seen }} height={28} />}
      actions={add}
      empty={{
        title: t('companies.empty.title'),
        text: t('companies.empty.text'),
        picture: <IconBuilding size={40} stroke={1.2} />,
        action: add,
      }}
    />
  )
}

function useColumns(): Column<CompanyRow>[] {
  const t = useT()
  const format = useFormat()
  const words = (text: string | null) =>
    text ? <span className="td-clip">{text}</span> : <span className="td-muted">–</span>
  const number = (value: number | null) => <span className="td-num">{format.number(value)}</span>
  return [
    {
      key: 'name',
      header: t('companies.fields.name'),
      sort: 'name',
      width: 240,
      primary: true,
      render: (row) => row.name,
    },
    { key: 'domain', header: t('companies.fields.domain'), width: 170, render: (row) => words(row.domain) },
    { key: 'industry', header: t('companies.fields.industry'), width: 150, render: (row) => words(row.industry) },
    {
      key: 'contacts',
      header: t('companies.fields.contacts'),
      width: 100,
      align: 'end',
      render: (row) => number(row.contacts),
    },
    {
      key: 'openDeals',
      header: t('companies.fields.openDeals'),
      width: 170,
      align: 'end',
      render: (row) => number(row.openDeals),
    },
    { key: 'city', header: t('companies.fields.city'), width: 130, render: (row) => words(row.city) },
    { key: 'owner', header: t('companies.fields.owner'), width: 150, render: (row) => words(row.ownerName) },
    {
      key: 'employees',
      header: t('companies.fields.employees'),
      hidden: true,
      width: 110,
      align: 'end',
      render: (row) => number(row.employees),
    },
    {
      key: 'country',
      header: t('companies.fields.country'),
      hidden: true,
      width: 110,
      render: (row) => words(row.country),
    },
    {
      key: 'tags',
      header: t('companies.fields.tags'),
      hidden: true,
      width: 170,
      render: (row) => words(format.list(row.tags)),
    },
    {
      key: 'createdAt',
      header: t('companies.fields.createdAt'),
      sort: 'createdAt',
      width: 130,
      render: (row) => <span className="td-num">{format.date(row.createdAt)}</span>,
    },
  ]
}
