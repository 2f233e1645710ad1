import { Badge } from '@mantine/core'
import { IconGauge } from '@tabler/icons-react'
import type { Alignment } from '#contract/alignment.ts'
import { useFormat, useLocale, useT } from '../../kernel/i18n.tsx'
import { Link, useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { Components } from './components.tsx'
import { Trend } from './trend.tsx'
import './alignment.css'

/** One calm page: the score, what holds it down, what it is made of, how it developed, and how people see it. */
export default function AlignmentScreen() {
  const t = useT()
  const { locale } = useLocale()
  const [search] = useSearch()
  const projectId = typeof search.projectId === 'string' ? search.projectId : undefined
  const scope = projectId ? { projectId } : {}
  const alignment = useApi('GET /alignment', { query: { locale, ...scope } }, { keepPrevious: true })
  if (alignment.error && !alignment.data)
    return <ErrorScreen error={alignment.error} reset={() => void alignment.refetch()} />
  if (!alignment.data) return <PageSkeleton />
  const { data } = alignment
  return (
    <Page title={t('alignment.title')} subtitle={t(projectId ? 'alignment.subtitleProject' : 'alignment.subtitle')}>
      {data.score === null && (
        <EmptyState
          title={t('alignment.empty.title')}
          text={data.sentence}
          picture={<IconGauge size={40} stroke={1.2} />}
        />
      )}
      <div className="al-screen">
        {data.score !== null && <Head alignment={data} />}
        <Components alignment={data} />
        <Trend scope={scope} />
      </div>
    </Page>
  )
}

function Head({ alignment }: { alignment: Alignment }) {
  const t = useT()
  const format = useFormat()
  const { score, change, heldDownBy, perception } = alignment
  return (
    <div className="al-head">
      <section className="al-card" aria-label={t('alignment.score')}>
        <p className="al-score td-num">
          <strong>{score}</strong> <span className="td-muted">{t('alignment.of100')}</span>
        </p>
        <p>
          {heldDownBy.length > 0 && (
            <Badge variant="light" color="red" mr="xs">
              {t('alignment.held')}
            </Badge>
          )}
          {alignment.sentence}
        </p>
        <p className="td-muted">
          {change === null
            ? t('alignment.noBefore')
            : t('alignment.change', { change: format.number(change, { signDisplay: 'exceptZero' }) })}
        </p>
      </section>
      {alignment.projectId === null && (
        <section className="al-card" aria-label={t('alignment.perception.title')}>
          <h2>{t('alignment.perception.title')}</h2>
          {perception ? (
            <>
              <p className="al-perception td-num">
                <Link to={`/pulse/${perception.pulseId}`}>
                  {format.number(perception.mean, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}
                </Link>{' '}
                <span className="td-muted">{t('alignment.perception.of5')}</span>
              </p>
              <p className="td-muted">
                {t('alignment.perception.text', { count: perception.answered, date: format.date(perception.closedOn) })}
              </p>
            </>
          ) : (
            <>
              <p className="td-muted">{t('alignment.perception.none')}</p>
              <Link to="/pulse">{t('alignment.perception.open')}</Link>
            </>
          )}
          <p className="td-muted al-small">{t('alignment.perception.beside')}</p>
        </section>
      )}
    </div>
  )
}
