import { Button } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Freshness } from './freshness.tsx'
import { touched } from './words.ts'

const shown = 5

/** What I owe that is due; nothing when nothing is. */
export default function InformationToday() {
  const t = useT()
  const can = useCan()
  const [verifying, setVerifying] = useState<string | null>(null)
  const query = { view: 'owe' as const, state: ['never' as const, 'stale' as const, 'due' as const], limit: shown + 1 }
  const due = useApi('GET /information-items', { query }).data
  const verify = useAct('POST /information-items/:id/verification', {
    invalidates: touched,
    done: t('information.acts.verified'),
  })
  if (!due || due.items.length === 0) return null
  return (
    <section className="td-card">
      <header>
        <h2>{t('information.today.title')}</h2>
        <Link to="/information?show=owe" className="td-card-more">
          {t('information.today.more', { count: due.approximateTotal ?? due.items.length })}
        </Link>
      </header>
      <ul className="in-rows">
        {due.items.slice(0, shown).map((item) => (
          <li key={item.id}>
            <Link to={`/information/${item.id}`} className="in-row-name">
              {item.name}
            </Link>
            <Freshness item={item} />
            {can('information.write') && (
              <Button
                size="xs"
                variant="light"
                aria-label={t('information.acts.verifyNamed', { name: item.name })}
                loading={verify.isPending && verifying === item.id}
                onClick={() => {
                  setVerifying(item.id)
                  verify.mutate({ params: { id: item.id }, body: {} })
                }}
              >
                {t('information.acts.verify')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
