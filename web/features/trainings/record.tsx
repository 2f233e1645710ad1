import { useEffect } from 'react'
import type { Training } from '#contract/trainings.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useParam, useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { TrainingActions } from './record/actions.tsx'
import { TrainingFacts } from './record/facts.tsx'
import { History } from './record/history.tsx'
import { MaterialsPanel } from './record/materials-panel.tsx'
import { MyProgress } from './record/my-progress.tsx'
import { PeoplePanel } from './record/people-panel.tsx'
import { QuizPanel } from './record/quiz-panel.tsx'
import { SessionsPanel } from './record/sessions-panel.tsx'
import { MyBadge, StateBadge } from './state-badge.tsx'
import './trainings.css'

/** A training: what to read, when to come, the quiz, and who is still missing. */
export default function TrainingRecord() {
  const t = useT()
  const id = useParam('id')
  const training = useApi('GET /trainings/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    ...{ get: 'GET /trainings/:id', patch: 'PATCH /trainings/:id', params: { id } },
    labels: {
      title: t('trainings.fields.title'),
      topic: t('trainings.fields.topic'),
      purpose: t('trainings.fields.purpose'),
      validityMonths: t('trainings.fields.validityMonths'),
      passMark: t('trainings.fields.passMark'),
    },
  })
  useJump(training.data !== undefined)
  return (
    <RecordPage<Training>
      query={training}
      title={(record) => record.title}
      crumbs={[{ to: '/trainings/catalogue', label: t('trainings.catalogue.title') }]}
      badges={(record) => (
        <>
          <StateBadge state={record.state} />
          {record.state === 'active' && <MyBadge my={record.my} />}
        </>
      )}
      actions={(record) => record.mayRun && <TrainingActions training={record} />}
      facts={(record) => <TrainingFacts training={record} save={save} />}
      main={(record) => (
        <>
          {record.purpose && <p className="tr-text">{record.purpose}</p>}
          <MaterialsPanel training={record} />
          <QuizPanel training={record} />
          <div id="part-sessions" className="tr-part" tabIndex={-1}>
            <SessionsPanel training={record} />
          </div>
          <div id="part-people" className="tr-part" tabIndex={-1}>
            <PeoplePanel training={record} />
          </div>
          <div className="tr-part">
            <History id={record.id} />
          </div>
        </>
      )}
      aside={(record) => <MyProgress training={record} />}
      dialogs={dialog}
    />
  )
}

/** Notices and the agenda lead to a part of the page: `?part=people`. */
function useJump(isReady: boolean) {
  const [search, setSearch] = useSearch()
  useEffect(() => {
    const { part, ...rest } = search
    if (!isReady || typeof part !== 'string') return
    const target = document.getElementById(`part-${part}`)
    target?.scrollIntoView({ block: 'start' })
    target?.focus({ preventScroll: true })
    setSearch(rest)
  }, [isReady, search, setSearch])
}
