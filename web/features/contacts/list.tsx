import { Button, Group } from '@mantine/core'
import { IconPlus, IconUsers } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { LifecycleBadge } from '../../kernel/record/lifecycle-badge.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { sourceWords } from '../results/source-words.ts'
import { ContactBulk } from './bulk.tsx'
import { useContactFilters } from './filters.ts'
import { nameOf } from './name.ts'
import { ContactPreview } from './preview.tsx'
import type { ContactRow } from './row.ts'
import './contacts.css'

/** All contacts: search, filters, views, bulk acts, preview. */
export default function ContactList() {
  const t = useT()
  const can = useCan()
  const create = useCreate()
  const filters = useContactFilters()
  const add = (
    <Can permission="contacts.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => create.open('contact')}>
        {t('contacts.list.new')}
      </Button>
    </Can>
  )
  return (
    <RecordList
      route="GET /contacts"
      title={t('contacts.list.title')}
      viewsOf="contacts"
      columns={useColumns()}
      filters={filters}
      rowLabel={(row) => nameOf(t, row)}
      open={(row) => `/contacts/${row.id}`}
      preview={(row) => <ContactPreview contact={row} />}
      bulk={can('contacts.write') ? (chosen) => <ContactBulk {...chosen} /> : undefined}
      exportSlot={(seen) => <Widgets slot="list.export" props={{ list: 'contacts', ...seen }} height={28} />}
      actions={
        <>
          <Can permission="contacts.merge">
            <Button variant="default" component={Link} to="/contacts/duplicates">
              {t('nav.items.duplicates')}
            </Button>
          </Can>
          {add}
        </>
      }
      empty={{
        title: t('contacts.empty.title'),
        text: t('contacts.empty.text'),
        picture: <IconUsers size={40} stroke={1.2} />,
        action: (
          <Group justify="center" gap="xs">
            {add}
            <Can permission="imports.create">
              <Button variant="default" component={Link} to="/imports">
                {t('contacts.empty.import')}
              </Button>
            </Can>
          </Group>
        ),
      }}
    />
  )
}

function useColumns(): Column<ContactRow>[] {
  const t = useT()
  const format = useFormat()
  const muted = (text: string | null) =>
    text ? <span className="td-clip">{text}</span> : <span className="td-muted">–</span>
  return [
    {
      key: 'fullName',
      header: t('contacts.fields.fullName'),
      sort: 'fullName',
      width: 190,
      primary: true,
      render: (row) => nameOf(t, row),
    },
    {
      key: 'temperature',
      header: t('contacts.fields.temperature'),
      width: 115,
      render: (row) => <TemperatureBadge value={row.temperature} />,
    },
    {
      key: 'lifecycleStage',
      header: t('contacts.fields.lifecycleStage'),
      width: 115,
      render: (row) => <LifecycleBadge value={row.lifecycleStage} />,
    },
    { key: 'company', header: t('contacts.fields.company'), width: 160, render: (row) => muted(row.companyName) },
    { key: 'email', header: t('contacts.fields.email'), width: 190, render: (row) => muted(row.email) },
    { key: 'owner', header: t('contacts.fields.owner'), width: 120, render: (row) => muted(row.ownerName) },
    {
      key: 'lastActivityAt',
      header: t('contacts.fields.lastActivity'),
      sort: 'lastActivityAt',
      width: 130,
      render: (row) => <span className="td-num">{format.relative(row.lastActivityAt)}</span>,
    },
    {
      key: 'score',
      header: t('contacts.fields.score'),
      sort: 'score',
      width: 90,
      align: 'end',
      render: (row) => <span className="td-num">{format.number(row.score)}</span>,
    },
    { key: 'phone', header: t('contacts.fields.phone'), hidden: true, width: 140, render: (row) => muted(row.phone) },
    {
      key: 'jobTitle',
      header: t('contacts.fields.jobTitle'),
      hidden: true,
      width: 160,
      render: (row) => muted(row.jobTitle),
    },
    {
      key: 'tags',
      header: t('contacts.fields.tags'),
      hidden: true,
      width: 180,
      render: (row) => muted(format.list(row.tags)),
    },
    {
      key: 'source',
      header: t('contacts.fields.source'),
      hidden: true,
      width: 130,
      render: (row) => muted(row.source && sourceWords(t, row.source)),
    },
    {
      key: 'origin',
      header: t('contacts.fields.origin'),
      hidden: true,
      width: 120,
      render: (row) => t(`contacts.origins.${row.origin}`),
    },
    {
      key: 'country',
      header: t('contacts.fields.country'),
      hidden: true,
      width: 110,
      render: (row) => muted(row.country),
    },
    { key: 'city', header: t('contacts.fields.city'), hidden: true, width: 130, render: (row) => muted(row.city) },
    {
      key: 'createdAt',
      header: t('contacts.fields.createdAt'),
      sort: 'createdAt',
      hidden: true,
      width: 130,
      render: (row) => <span className="td-num">{format.date(row.createdAt)}</span>,
    },
  ]
}
