import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { Agreement } from '#contract/agreements.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useParam } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Editor } from './editor.tsx'
import { Figures } from './figures.tsx'
import { Leads } from './leads.tsx'
import { OpenVersion } from './open-version.tsx'
import { StateBadges } from './screen.tsx'
import { Sources } from './sources.tsx'
import { Speed } from './speed.tsx'
import { TermsList } from './terms-list.tsx'
import { Trend } from './trend.tsx'
import { Versions } from './versions.tsx'
import './agreements.css'

/** An agreement: how far it is kept, what lies behind, what is signed and what is being agreed. */
export default function AgreementRecord() {
  const t = useT()
  const id = useParam('id')
  const can = useCan()
  const agreement = useApi('GET /agreements/:id', { params: { id } })
  const [isEditing, setEditing] = useState(false)
  const { save, dialog } = useRecordSave({
    get: 'GET /agreements/:id',
    patch: 'PATCH /agreements/:id',
    params: { id },
    labels: {
      name: t('agreements.fields.name'),
      marketingOwnerId: t('agreements.fields.marketingOwner'),
      salesOwnerId: t('agreements.fields.salesOwner'),
    },
  })
  const readOnly = !can('agreements.write')
  return (
    <RecordPage
      query={agreement}
      title={(record) => record.name}
      crumbs={[{ to: '/agreements', label: t('agreements.title') }]}
      badges={(record) => <StateBadges agreement={record} />}
      actions={(record) =>
        can('agreements.write') && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
            {t(record.open?.state === 'draft' ? 'agreements.acts.edit' : 'agreements.acts.newVersion')}
          </Button>
        )
      }
      facts={(record) => (
        <>
          <Facts title={t('agreements.facts')}>
            <InlineField
              kind="text"
              label={t('agreements.fields.name')}
              value={record.name}
              readOnly={readOnly}
              onSave={(name, begun) => save({ name: name ?? '' }, begun)}
            />
            <InlineField
              kind="member"
              label={t('agreements.fields.marketingOwner')}
              value={record.marketingOwnerId}
              readOnly={readOnly}
              onSave={(marketingOwnerId, begun) => save({ marketingOwnerId }, begun)}
            />
            <InlineField
              kind="member"
              label={t('agreements.fields.salesOwner')}
              value={record.salesOwnerId}
              readOnly={readOnly}
              onSave={(salesOwnerId, begun) => save({ salesOwnerId }, begun)}
            />
            {record.direction === 'sales_to_marketing' && record.inForce && (
              <Fact label={t('agreements.fields.clocks')}>{t('agreements.clocks')}</Fact>
            )}
          </Facts>
          {record.inForce && (
            <TermsList
              title={t('agreements.terms.inForce', { number: record.inForce.number })}
              version={record.inForce}
            />
          )}
        </>
      )}
      main={(record) => <Main agreement={record} />}
      aside={(record) => (
        <>
          <OpenVersion agreement={record} onEdit={() => setEditing(true)} />
          <Versions agreement={record} />
        </>
      )}
      dialogs={
        <>
          {dialog}
          {isEditing && agreement.data && <Editor agreement={agreement.data} onClose={() => setEditing(false)} />}
        </>
      }
    />
  )
}

function Main({ agreement }: { agreement: Agreement }) {
  const t = useT()
  const attainment = useApi('GET /agreements/:id/attainment', { params: { id: agreement.id } }, { keepPrevious: true })
  const { data } = attainment
  if (!data?.now) {
    return (
      <Panel title={t('agreements.now.title')}>
        <p className="td-muted">{t(agreement.upcoming ? 'agreements.card.upcoming' : 'agreements.card.unsigned')}</p>
      </Panel>
    )
  }
  return (
    <>
      <Panel title={t('agreements.now.title')}>
        <Figures attainment={data} now={data.now} />
      </Panel>
      <Panel title={t('agreements.trend.title')}>
        <Trend attainment={data} />
      </Panel>
      {data.now.marketing && <Sources agreement={agreement} attainment={data} result={data.now.marketing} />}
      {data.now.sales && (
        <>
          <Leads agreement={agreement} result={data.now.sales} />
          <Speed result={data.now.sales} />
        </>
      )}
    </>
  )
}
