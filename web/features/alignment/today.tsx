import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'

/** One line: the score of both departments, and what holds it down; nothing while nothing is measured. */
export default function AlignmentToday() {
  const t = useT()
  const format = useFormat()
  const alignment = useApi('GET /alignment', {}, { staleTime: 300_000 }).data
  if (!alignment || alignment.score === null) return null
  const change = alignment.change === null ? null : format.number(alignment.change, { signDisplay: 'exceptZero' })
  return (
    <section className="td-card" aria-label={t('alignment.title')}>
      <Link to="/alignment">{t('alignment.today.score', { score: alignment.score })}</Link>
      <p className="td-muted">
        {change !== null && `${t('alignment.today.change', { change })} `}
        {alignment.sentence}
      </p>
    </section>
  )
}
