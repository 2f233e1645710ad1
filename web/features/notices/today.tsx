import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'

/** Notices that wait for the reader's "read and understood"; nothing when none does. */
export default function NoticesToday() {
  const t = useT()
  const format = useFormat()
  const waiting = useApi('GET /notices', { query: { box: 'for_me', awaitsMe: true, limit: 5 } }).data?.items ?? []
  if (waiting.length === 0) return null
  return (
    <section className="td-card">
      <header>
        <h2>{t('notices.today.title')}</h2>
        <Link to="/notices" className="td-card-more">
          {t('notices.today.more')}
        </Link>
      </header>
      <ul className="td-rows">
        {waiting.map(({ id, title, kind, mine }) => (
          <li key={id}>
            <Link to={`/notices/${id}?read=1`} className="td-row">
              <span className="td-row-name">
                <strong className="td-clip">{title}</strong>
                <span className="td-muted td-clip">
                  {t(`notices.kinds.${kind}`)}
                  {mine?.dueAt &&
                    ` · ${Date.parse(mine.dueAt) < Date.now() ? t('notices.today.late') : t('notices.today.due', { at: format.dateTime(mine.dueAt) })}`}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
