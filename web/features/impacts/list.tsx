import { Badge, Button } from '@mantine/core'
import { IconAffiliate, IconTopologyStar3 } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Reaction } from './reaction.tsx'
import { becauseWords, diffWords, severityColor } from './words.ts'
import './impacts.css'

/** Changes that touched something, newest first, and how the house reacts to them. */
export default function ImpactList() {
  const t = useT()
  const format = useFormat()
  return (
    <div className="im-screen">
      <Reaction />
      <RecordList
        route="GET /impacts"
        title={t('impacts.title')}
        rowLabel={(row) => row.cause.name}
        open={(row) => `/impacts/${row.id}`}
        actions={
          <Button
            component={Link}
            to="/impacts/dependants"
            variant="default"
            leftSection={<IconTopologyStar3 size={17} />}
          >
            {t('impacts.graph.title')}
          </Button>
        }
        columns={[
          {
            key: 'cause',
            header: t('impacts.fields.cause'),
            render: (row) => row.cause.name,
            width: 240,
            primary: true,
          },
          {
            key: 'change',
            header: t('impacts.fields.reason'),
            render: (row) => (
              <span className="td-clip" title={becauseWords(t, row.eventName)}>
                {row.change.map((diff) => diffWords(t, format, diff)).join(' · ')}
              </span>
            ),
            width: 300,
          },
          {
            key: 'severity',
            header: t('impacts.fields.severity'),
            render: (row) => (
              <Badge variant="light" color={severityColor[row.severity]}>
                {t(`impacts.severity.${row.severity}`)}
              </Badge>
            ),
            width: 120,
          },
          {
            key: 'toMend',
            header: t('impacts.fields.toMend'),
            render: (row) => (
              <span className="td-num">
                {row.state === 'mended'
                  ? t('impacts.states.mended')
                  : `${format.number(row.toMend)} / ${row.dependants}`}
              </span>
            ),
            width: 120,
          },
          {
            key: 'acknowledged',
            header: t('impacts.fields.acknowledged'),
            render: (row) => (
              <span className="td-num">
                {t('impacts.list.seen', { acknowledged: row.acknowledged, owners: row.owners })}
              </span>
            ),
            width: 120,
          },
          {
            key: 'openedAt',
            header: t('impacts.fields.openedAt'),
            render: (row) => <span className="td-num">{format.dateTime(row.openedAt)}</span>,
            width: 170,
          },
        ]}
        filters={[
          {
            kind: 'multi',
            key: 'state',
            label: t('impacts.fields.state'),
            options: (['open', 'mended'] as const).map((value) => ({ value, label: t(`impacts.states.${value}`) })),
          },
          {
            kind: 'multi',
            key: 'severity',
            label: t('impacts.fields.severity'),
            options: (['critical', 'major', 'minor'] as const).map((value) => ({
              value,
              label: t(`impacts.severity.${value}`),
            })),
          },
          { kind: 'boolean', key: 'awaitsMe', label: t('impacts.filters.awaitsMe') },
        ]}
        empty={{
          title: t('impacts.list.empty'),
          text: t('impacts.list.emptyText'),
          picture: <IconAffiliate size={40} stroke={1.2} />,
        }}
      />
    </div>
  )
}
