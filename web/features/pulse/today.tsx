import { Button } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'

/** The pulse that waits for the reader's answer; nothing when none does. */
export default function PulseToday() {
  const t = useT()
  const format = useFormat()
  const open = useApi('GET /pulses', { query: { state: ['open'], limit: 1 } }).data?.items[0]
  if (!open?.answerable) return null
  return (
    <section className="td-card">
      <header>
        <h2>{t('pulse.today.title')}</h2>
      </header>
      <p>{t('pulse.today.text', { questions: open.questions.length, date: format.date(open.closesOn) })}</p>
      <Button component={Link} to={`/pulse/${open.id}`} size="xs" mt="xs">
        {t('pulse.today.action')}
      </Button>
    </section>
  )
}
