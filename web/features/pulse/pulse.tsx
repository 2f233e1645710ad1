import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useParam } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { AnswerForm } from './answer-form.tsx'
import { Results } from './results.tsx'
import './pulse.css'

/** One pulse: to answer while it waits for the reader, its results once it has closed. */
export default function PulsePage() {
  const t = useT()
  const format = useFormat()
  const id = useParam('id')
  const pulse = useApi('GET /pulses/:id', { params: { id } })
  if (pulse.error && !pulse.data) return <ErrorScreen error={pulse.error} reset={() => void pulse.refetch()} />
  if (!pulse.data) return <PageSkeleton />
  const { data } = pulse
  if (data.answerable) return <AnswerForm pulse={data} />
  if (data.state === 'closed') return <Results pulse={data} />
  return (
    <Page title={t('pulse.title')}>
      <EmptyState
        title={t(data.answeredByMe ? 'pulse.thanks.title' : 'pulse.thanks.wait')}
        text={t('pulse.thanks.text', { date: format.date(data.closesOn) })}
      />
    </Page>
  )
}
