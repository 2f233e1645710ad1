import { Badge, Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRotate } from '@tabler/icons-react'
import { useState } from 'react'
import type { DealRecord } from '#contract/deals.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { sourceWords } from '../results/source-words.ts'
import { CloseDialog } from './close-dialog.tsx'
import { DealChain } from './deal-chain.tsx'
import { DealTimeline } from './deal-timeline.tsx'
import { LinkedRecord } from './linked-record.tsx'
import { StageStepper } from './stage-stepper.tsx'
import { StateBadge } from './state-badge.tsx'
import './deals.css'
import { clockNow } from '../../kernel/clock.ts'

/** One deal: facts, story and stages, what to do and where it comes from. */
export default function DealPage() {
  const t = useT()
  const id = useParam('id')
  const deal = useApi('GET /deals/:id', { params: { id } })
  const [closing, setClosing] = useState<'won' | 'lost' | null>(null)
  const { save, dialog } = useRecordSave({
    get: 'GET /deals/:id',
    patch: 'PATCH /deals/:id',
    params: { id },
    labels: {
      name: t('deals.fields.name'),
      amount: t('deals.fields.amount'),
      expectedCloseOn: t('deals.fields.expectedCloseOn'),
      ownerId: t('deals.fields.owner'),
      productName: t('deals.fields.product'),
      source: t('deals.fields.source'),
      tags: t('deals.fields.tags'),
    },
  })
  return (
    <RecordPage
      query={deal}
      title={(record) => record.name}
      crumbs={[{ to: '/deals', label: t('deals.title') }]}
      badges={(record) => <Badges deal={record} />}
      actions={(record) => <Actions deal={record} onClosing={setClosing} />}
      facts={(record) => <DealFacts deal={record} save={save} />}
      main={(record) => (
        <>
          <StageStepper deal={record} />
          <DealTimeline id={record.id} composer={<Widgets slot="record.composer" props={{ dealId: record.id }} />} />
        </>
      )}
      aside={(record) => (
        <>
          <Widgets
            slot="record.tasks"
            props={{ dealId: record.id, ...(record.contactId && { contactId: record.contactId }) }}
          />
          <DealChain deal={record} />
        </>
      )}
      dialogs={
        <>
          {dialog}
          {closing && deal.data && <CloseDialog deal={deal.data} as={closing} onClose={() => setClosing(null)} />}
        </>
      }
    />
  )
}

function Badges({ deal }: { deal: DealRecord }) {
  const t = useT()
  const days = Math.floor((clockNow() - Date.parse(deal.stageSince)) / 86_400_000)
  return (
    <>
      <StateBadge state={deal.state} />
      {deal.isRotting && (
        <Badge variant="light" color="amber" leftSection={<IconAlertTriangle size={13} />}>
          {t('deals.board.rotting', { days })}
        </Badge>
      )}
    </>
  )
}

function Actions({ deal, onClosing }: { deal: DealRecord; onClosing: (as: 'won' | 'lost') => void }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const touched = ['/deals', '/contacts', '/pipelines']
  const reopen = useAct('POST /deals/:id/reopening', {
    invalidates: touched,
    done: t('deals.reopen.done', { deal: deal.name }),
  })
  const remove = useAct('DELETE /deals/:id', {
    invalidates: ['/deals/board', '/pipelines'],
    done: t('deals.delete.done', { count: 1 }),
    undo: () => api('POST /deals/:id/restoration', { params: { id: deal.id } }),
  })
  if (!can('deals.write')) return null
  return (
    <>
      {deal.state === 'open' ? (
        <>
          <Button color="green" leftSection={<IconCircleCheck size={17} />} onClick={() => onClosing('won')}>
            {t('deals.states.won')}
          </Button>
          <Button variant="default" leftSection={<IconCircleX size={17} />} onClick={() => onClosing('lost')}>
            {t('deals.states.lost')}
          </Button>
        </>
      ) : (
        <Button
          variant="default"
          leftSection={<IconRotate size={17} />}
          loading={reopen.isPending}
          onClick={() => reopen.mutate({ params: { id: deal.id } })}
        >
          {t('deals.reopen.action')}
        </Button>
      )}
      <MoreMenu>
        <DeleteItem
          onClick={() => {
            remove.mutate({ params: { id: deal.id } })
            go('/deals')
          }}
        >
          {t('deals.delete.action')}
        </DeleteItem>
      </MoreMenu>
    </>
  )
}

type Save = ReturnType<typeof useRecordSave<'GET /deals/:id', 'PATCH /deals/:id'>>['save']

function DealFacts({ deal, save }: { deal: DealRecord; save: Save }) {
  const t = useT()
  const format = useFormat()
  const readOnly = !useCan()('deals.write')
  return (
    <>
      <Facts title={t('deals.record.facts')}>
        <InlineField
          kind="text"
          label={t('deals.fields.name')}
          required
          readOnly={readOnly}
          value={deal.name}
          onSave={(name, begun) => name && save({ name }, begun)}
        />
        <InlineField
          kind="money"
          label={t('deals.fields.amount')}
          readOnly={readOnly}
          value={deal.amount}
          onSave={(amount, begun) => save({ amount }, begun)}
        />
        <InlineField
          kind="date"
          label={t('deals.fields.expectedCloseOn')}
          readOnly={readOnly}
          value={deal.expectedCloseOn}
          onSave={(expectedCloseOn, begun) => save({ expectedCloseOn }, begun)}
        />
        <InlineField
          kind="member"
          label={t('deals.fields.owner')}
          readOnly={readOnly}
          value={deal.ownerId}
          onSave={(ownerId, begun) => save({ ownerId }, begun)}
        />
        <LinkedRecord kind="contact" deal={deal} readOnly={readOnly} onSave={(contactId) => save({ contactId })} />
        <LinkedRecord kind="company" deal={deal} readOnly={readOnly} onSave={(companyId) => save({ companyId })} />
        <InlineField
          kind="text"
          label={t('deals.fields.product')}
          readOnly={readOnly}
          value={deal.productName}
          onSave={(productName, begun) => save({ productName }, begun)}
        />
        <InlineField
          kind="text"
          label={t('deals.fields.source')}
          readOnly={readOnly}
          value={deal.source}
          shownAs={(source) => sourceWords(t, source)}
          onSave={(source, begun) => save({ source }, begun)}
        />
        <InlineField
          kind="tags"
          label={t('deals.fields.tags')}
          readOnly={readOnly}
          value={deal.tags}
          onSave={(tags, begun) => save({ tags }, begun)}
        />
        <Fact label={t('deals.fields.openedAt')}>{format.date(deal.openedAt)}</Fact>
      </Facts>
      {deal.state !== 'open' && (
        <Facts title={t('deals.record.closing')}>
          <Fact label={t('deals.fields.closedAt')}>{format.date(deal.closedAt)}</Fact>
          {deal.wonReason && <Fact label={t('deals.fields.wonReason')}>{deal.wonReason}</Fact>}
          {deal.lostReason && (
            <Fact label={t('deals.fields.lostReason')}>{t(`deals.lostReasons.${deal.lostReason}`)}</Fact>
          )}
          {deal.closeNote && <Fact label={t('deals.fields.closeNote')}>{deal.closeNote}</Fact>}
        </Facts>
      )}
    </>
  )
}
