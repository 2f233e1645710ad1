import { Text } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'

/** Who did what, from what to what and why, newest first. */
export function History({ id }: { id: string }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /information-items/:id/history', { params: { id }, query: { limit: 20 } })
  return (
    <Panel title={t('information.history.title')}>
      {pages.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('information.history.empty')}
        </Text>
      ) : (
        <ol className="in-history">
          {pages.items.map((entry) => (
            <li key={entry.id}>
              <span className="in-history-head">
                <strong>{t(`information.history.acts.${entry.act}`)}</strong>
                <span className="td-muted td-num">
                  {entry.actorName ?? '–'} · {format.dateTime(entry.at)}
                </span>
              </span>
              {entry.act === 'verified' ? (
                entry.after && <span className="td-muted in-after">{entry.after}</span>
              ) : (
                <span className="in-change">
                  {entry.before !== null && <del>{entry.before || '–'}</del>}
                  {entry.after !== null && <ins>{entry.after || '–'}</ins>}
                </span>
              )}
              {entry.reason && (
                <span className="td-muted in-small">
                  {entry.act === 'terms_changed' ? t(`information.history.fields.${entry.reason}`) : entry.reason}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      <MoreButton pages={pages} />
    </Panel>
  )
}
