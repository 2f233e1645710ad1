import { Button } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { diffWords } from './words.ts'
import './impacts.css'

/** Changes that wait for the reader's "I have seen it"; nothing when none does. */
export default function ImpactsToday() {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const waiting = useApi('GET /impacts', { query: { awaitsMe: true, limit: 5 } }).data?.items ?? []
  const acknowledge = useAct('POST /impacts/:id/acknowledgements', {
    invalidates: ['/impacts', '/tasks', '/today'],
    done: t('impacts.acts.acknowledged'),
  })
  if (waiting.length === 0) return null
  return (
    <section className="td-card">
      <header>
        <h2>{t('impacts.today.title')}</h2>
        <Link to="/impacts" className="td-card-more">
          {t('impacts.today.more')}
        </Link>
      </header>
      <ul className="im-items">
        {waiting.map((impact) => (
          <li key={impact.id}>
            <div>
              <Link to={`/impacts/${impact.id}`}>{impact.cause.name}</Link>
              <div className="td-muted">{impact.change.map((diff) => diffWords(t, format, diff)).join(' · ')}</div>
            </div>
            {can('impacts.acknowledge') && (
              <Button size="xs" variant="light" onClick={() => acknowledge.mutate({ params: { id: impact.id } })}>
                {t('impacts.acts.acknowledge')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
