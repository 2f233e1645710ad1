import { Badge } from '@mantine/core'
import { IconFileSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { Diff } from './badges.tsx'
import { severityColor } from './said.ts'

/** Everything the texts claim; the drifted ones with what they say and what is true. */
export function ClaimList({ toolbar }: { toolbar: ReactNode }) {
  const t = useT()
  const format = useFormat()
  return (
    <RecordList
      route="GET /claims"
      title={t('claims.title')}
      rowLabel={(row) => `${row.assetName}: ${row.attributeLabel}`}
      open={(row) => row.assetUrl ?? '/texts?show=claims'}
      toolbar={toolbar}
      columns={[
        { key: 'asset', header: t('claims.fields.asset'), render: (row) => row.assetName, width: 220, primary: true },
        {
          key: 'product',
          header: t('claims.fields.product'),
          render: (row) => <span className="td-clip">{row.productName}</span>,
          width: 170,
        },
        { key: 'attribute', header: t('claims.fields.attribute'), render: (row) => row.attributeLabel, width: 130 },
        { key: 'stated', header: t('claims.fields.stated'), render: (row) => <Diff claim={row} />, width: 190 },
        {
          key: 'state',
          header: t('claims.fields.state'),
          render: (row) => (
            <Badge variant="light" color={row.state === 'holds' ? 'green' : severityColor[row.severity]}>
              {row.reason ? t(`claims.severity.${row.severity}`) : t(`claims.claimStates.${row.state}`)}
            </Badge>
          ),
          width: 130,
        },
        {
          key: 'reason',
          header: t('claims.fields.drift'),
          render: (row) => <span className="td-clip">{row.reason ? t(`claims.reasons.${row.reason}`) : '–'}</span>,
          width: 200,
        },
        {
          key: 'since',
          header: t('claims.fields.since'),
          render: (row) => <span className="td-num">{format.date(row.driftedAt)}</span>,
          width: 120,
        },
      ]}
      filters={[
        {
          kind: 'multi',
          key: 'state',
          label: t('claims.fields.state'),
          options: (['drifted', 'holds'] as const).map((value) => ({ value, label: t(`claims.claimStates.${value}`) })),
        },
        {
          kind: 'multi',
          key: 'severity',
          label: t('claims.fields.severity'),
          options: (['critical', 'major', 'minor'] as const).map((value) => ({
            value,
            label: t(`claims.severity.${value}`),
          })),
        },
      ]}
      empty={{
        title: t('claims.claimList.empty'),
        text: t('claims.claimList.emptyText'),
        picture: <IconFileSearch size={40} stroke={1.2} />,
      }}
    />
  )
}
