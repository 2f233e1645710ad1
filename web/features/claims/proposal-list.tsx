import { IconZoomQuestion } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { Quote } from './proposals.tsx'

/** What the finder saw and nobody has decided; decided in the text it stands in. */
export function ProposalList({ toolbar }: { toolbar: ReactNode }) {
  const t = useT()
  const format = useFormat()
  return (
    <RecordList
      route="GET /claim-proposals"
      title={t('claims.title')}
      rowLabel={(row) => `${row.assetName}: ${row.quote}`}
      open={(row) => row.assetUrl ?? '/texts?show=proposals'}
      toolbar={toolbar}
      columns={[
        { key: 'asset', header: t('claims.fields.asset'), render: (row) => row.assetName, width: 220, primary: true },
        { key: 'quote', header: t('claims.fields.quote'), render: (row) => <Quote proposal={row} />, width: 380 },
        {
          key: 'product',
          header: t('claims.fields.product'),
          render: (row) => <span className="td-clip">{row.productName}</span>,
          width: 180,
        },
        {
          key: 'since',
          header: t('claims.fields.since'),
          render: (row) => <span className="td-num">{format.date(row.createdAt)}</span>,
          width: 120,
        },
      ]}
      empty={{
        title: t('claims.proposalList.empty'),
        text: t('claims.proposalList.emptyText'),
        picture: <IconZoomQuestion size={40} stroke={1.2} />,
      }}
    />
  )
}
