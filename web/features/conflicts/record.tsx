import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Conflict } from '#contract/conflicts.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { DecideDialog, ReviewDialog } from './dialogs.tsx'
import { EvidenceList } from './evidence.tsx'
import { SideView } from './side-view.tsx'
import { StateBadge } from './state-badge.tsx'
import './conflicts.css'

/** Two sides face to face and the data between them; then what was decided, and whether it held. */
export default function ConflictRecord() {
  const t = useT()
  const format = useFormat()
  const id = useParam('id')
  const can = useCan()
  const conflict = useApi('GET /conflicts/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    ...{ get: 'GET /conflicts/:id', patch: 'PATCH /conflicts/:id', params: { id } },
    labels: { title: t('conflicts.fields.title'), text: t('conflicts.fields.text') },
  })
  const readOnly = !can('conflicts.write')
  return (
    <RecordPage
      query={conflict}
      title={(one) => one.title}
      crumbs={[{ to: '/conflicts', label: t('conflicts.title') }]}
      badges={(one) => <StateBadge conflict={one} />}
      actions={(one) => !readOnly && <Acts conflict={one} />}
      facts={(one) => (
        <Facts title={t('conflicts.record.facts')}>
          <InlineField
            kind="text"
            label={t('conflicts.fields.title')}
            value={one.title}
            readOnly={readOnly}
            required
            onSave={(title, begun) => save({ title: title ?? '' }, begun)}
          />
          <InlineField
            kind="long_text"
            label={t('conflicts.fields.text')}
            value={one.text || null}
            readOnly={readOnly}
            onSave={(text, begun) => save({ text: text ?? '' }, begun)}
          />
          <Fact label={t('conflicts.fields.reviewOn')}>{one.reviewOn ? format.date(one.reviewOn) : '–'}</Fact>
          <Fact label={t('conflicts.fields.createdAt')}>{format.date(one.createdAt)}</Fact>
        </Facts>
      )}
      main={(one) => (
        <>
          <Table conflict={one} readOnly={readOnly} />
          <Decisions conflict={one} />
        </>
      )}
      dialogs={dialog}
    />
  )
}

/** The first side, the data, the other side; further sides below. On a phone they follow one another. */
function Table({ conflict, readOnly }: { conflict: Conflict; readOnly: boolean }) {
  const [first, second, ...others] = conflict.sides
  return (
    <div className="cf-table">
      {first && <SideView conflict={conflict} side={first} />}
      <EvidenceList conflict={conflict} readOnly={readOnly} />
      {second && <SideView conflict={conflict} side={second} />}
      {others.map((side) => (
        <SideView key={side.departmentId} conflict={conflict} side={side} />
      ))}
    </div>
  )
}

function Decisions({ conflict }: { conflict: Conflict }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const nameOf = (id: string) => members.find((member) => member.id === id)?.fullName ?? '…'
  return (
    <Panel title={t('conflicts.decisions.title')}>
      {conflict.decisions.length === 0 && <p className="td-muted cf-none">{t('conflicts.decisions.none')}</p>}
      <ol className="cf-decisions">
        {conflict.decisions.map((one) => (
          <li key={one.id}>
            <p className="cf-said">{one.text}</p>
            <p className="td-muted cf-small">
              {t('conflicts.decisions.by', { name: nameOf(one.decidedBy), date: format.date(one.decidedAt) })}
              {one.meetingId && (
                <>
                  {' · '}
                  <Link to={`/meetings/${one.meetingId}`}>{t('conflicts.decisions.meeting')}</Link>
                </>
              )}
            </p>
            <p className="cf-small" data-outcome={one.outcome ?? undefined}>
              {one.outcome && one.reviewedAt && one.reviewedBy
                ? t(`conflicts.decisions.${one.outcome}`, {
                    name: nameOf(one.reviewedBy),
                    date: format.date(one.reviewedAt),
                  })
                : t('conflicts.decisions.review', { date: format.date(one.reviewOn) })}
              {one.note && ` ${one.note}`}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function Acts({ conflict }: { conflict: Conflict }) {
  const t = useT()
  const go = useGo()
  const [asking, setAsking] = useState<'decide' | 'settled' | 'recurs' | null>(null)
  const params = { id: conflict.id }
  const remove = useAct('DELETE /conflicts/:id', {
    invalidates: [],
    done: t('conflicts.acts.deleted'),
    undo: () => api('POST /conflicts/:id/restoration', { params }),
  })
  return (
    <>
      {conflict.state === 'open' && <Button onClick={() => setAsking('decide')}>{t('conflicts.acts.decide')}</Button>}
      {conflict.state === 'decided' && (
        <Button onClick={() => setAsking('settled')}>{t('conflicts.acts.settle')}</Button>
      )}
      {conflict.state !== 'open' && (
        <Button variant="default" onClick={() => setAsking('recurs')}>
          {t('conflicts.acts.reopen')}
        </Button>
      )}
      <MoreMenu>
        <DeleteItem
          onClick={() => {
            remove.mutate({ params })
            go('/conflicts')
          }}
        />
      </MoreMenu>
      {asking === 'decide' && <DecideDialog conflict={conflict} onClose={() => setAsking(null)} />}
      {(asking === 'settled' || asking === 'recurs') && (
        <ReviewDialog conflict={conflict} outcome={asking} onClose={() => setAsking(null)} />
      )}
    </>
  )
}
