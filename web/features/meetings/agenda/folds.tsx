import { Button } from '@mantine/core'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { ItemText } from './item-text.tsx'
import type { AgendaState } from './use-agenda.ts'

/** What did not fit the time box, and what somebody set aside: folded, each with the way back. */
export function AgendaFolds({ state, canWrite }: { state: AgendaState; canWrite: boolean }) {
  const t = useT()
  const format = useFormat()
  const { agenda } = state
  if (!agenda) return null
  const { leftOut, leftOutCount, setAside } = agenda
  return (
    <>
      {leftOutCount > 0 && (
        <details className="mt-fold">
          <summary>{t('meetings.agenda.leftOut', { count: leftOutCount })}</summary>
          <ul>
            {leftOut.map((item) => (
              <li key={item.key} className="mt-item">
                <ItemText item={item} />
                {canWrite && (
                  <Button size="compact-sm" variant="subtle" onClick={() => state.bringIn(item.key)}>
                    {t('meetings.agenda.acts.bringIn')}
                  </Button>
                )}
              </li>
            ))}
            {leftOutCount > leftOut.length && (
              <li className="td-muted td-num">
                {t('meetings.agenda.moreLeftOut', { count: format.number(leftOutCount - leftOut.length) })}
              </li>
            )}
          </ul>
        </details>
      )}
      {setAside.length > 0 && (
        <details className="mt-fold">
          <summary>{t('meetings.agenda.setAside', { count: setAside.length })}</summary>
          <ul>
            {setAside.map((item) => (
              <li key={item.key} className="mt-item">
                <div>
                  <ItemText item={item} />
                  <p className="td-muted mt-plain">
                    {t(`meetings.agenda.states.${item.state}`)}
                    {item.reason && `: ${item.reason}`}
                  </p>
                </div>
                {canWrite && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => void state.setState(item.key, 'planned').catch(() => undefined)}
                  >
                    {t('meetings.agenda.acts.bringBack')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
