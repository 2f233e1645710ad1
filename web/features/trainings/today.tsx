import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { MyBadge } from './state-badge.tsx'
import './trainings.css'

/** Training that I owe or that runs out soon; nothing when there is none. */
export default function TrainingsToday() {
  const t = useT()
  const items = useApi('GET /trainings', { query: { mine: ['owed', 'expiring'], limit: 5 } }).data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="td-card">
      <header>
        <h2>{t('trainings.today.title')}</h2>
        <Link to="/trainings" className="td-card-more">
          {t('trainings.today.more')}
        </Link>
      </header>
      <ul className="tr-list">
        {items.map((item) => (
          <li key={item.id} className="tr-marks" style={{ justifyContent: 'space-between' }}>
            <Link to={`/trainings/${item.id}`}>{item.title}</Link>
            <MyBadge my={item.my} />
          </li>
        ))}
      </ul>
    </section>
  )
}
