import { IconHistory } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { type RowOf, useApi } from '../../kernel/query.ts'
import { eventWords } from './event-words.ts'

type Row = RowOf<'GET /events'>

export default function Audit() {
  const t = useT()
  const format = useFormat()
  const names = useApi('GET /events/names', {}, { staleTime: 60_000 }).data?.items ?? []
  const actorOf = (row: Row) =>
    row.actor.kind === 'member'
      ? (row.actor.name ?? t('platform.audit.actors.member'))
      : t(`platform.audit.actors.${row.actor.kind}`, { name: row.actor.name ?? '' })
  return (
    <RecordList
      route="GET /events"
      title={t('platform.audit.title')}
      rowLabel={(row) => row.name}
      filters={[
        {
          kind: 'multi',
          key: 'name',
          label: t('platform.audit.filters.name'),
          options: names.map((name) => ({ value: name, label: name })),
        },
        { kind: 'member', key: 'actorId', label: t('platform.audit.filters.actor') },
        { kind: 'text', key: 'subjectId', label: t('platform.audit.filters.subject') },
        { kind: 'dates', key: 'at', label: t('platform.audit.filters.dates') },
      ]}
      columns={[
        {
          key: 'event',
          header: t('platform.audit.event'),
          render: (row) => eventWords(t, format, row.name, row.data),
          primary: true,
          width: 380,
        },
        { key: 'actor', header: t('platform.audit.actor'), render: actorOf, width: 200 },
        {
          key: 'at',
          header: t('platform.audit.at'),
          render: (row) => <time dateTime={row.at}>{format.dateTime(row.at)}</time>,
          width: 190,
        },
        {
          key: 'name',
          header: t('platform.audit.filters.name'),
          render: (row) => <code>{row.name}</code>,
          width: 220,
          hidden: true,
        },
      ]}
      preview={(row) => <Detail row={row} actor={actorOf(row)} />}
      empty={{
        title: t('platform.audit.empty'),
        text: t('platform.audit.emptyText'),
        picture: <IconHistory size={40} stroke={1.2} />,
      }}
    />
  )
}

function Detail({ row, actor }: { row: Row; actor: string }) {
  const t = useT()
  const format = useFormat()
  return (
    <div>
      <h2 style={{ marginTop: 0 }}>{eventWords(t, format, row.name, row.data)}</h2>
      <p className="td-muted">
        {actor} · {format.dateTime(row.at)} · <code>{row.name}</code>
      </p>
      <h3>{t('platform.audit.detail')}</h3>
      <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: '0.75rem' }}>
        {JSON.stringify(row.data, null, 2)}
      </pre>
      {row.subjects.length > 0 && (
        <>
          <h3>{t('platform.audit.subjects')}</h3>
          <ul>
            {row.subjects.map((id) => (
              <li key={id}>
                <code>{id}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
