import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import './trainings.css'

const tabs = [
  { to: '/trainings', key: 'mine' },
  { to: '/trainings/catalogue', key: 'catalogue' },
  { to: '/trainings/calendar', key: 'calendar' },
  { to: '/trainings/matrix', key: 'matrix' },
  { to: '/trainings/suggestions', key: 'suggestions' },
] as const

/** The ways to look at training. The link of the page on screen carries `aria-current`. */
export function TrainingTabs() {
  const t = useT()
  return (
    <nav className="tr-tabs" aria-label={t('trainings.title')}>
      {tabs.map(({ to, key }) => (
        <Link key={key} to={to}>
          {t(`trainings.tabs.${key}`)}
        </Link>
      ))}
    </nav>
  )
}
