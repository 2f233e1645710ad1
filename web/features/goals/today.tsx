import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { ConfidenceForm } from './confidence-form.tsx'
import { HealthBadge } from './goal-bar.tsx'
import './goals.css'

const shown = 3

/** Goals on which the reader has not said yet this week how sure they are; nothing when there are none. */
export default function GoalsToday() {
  const t = useT()
  const due = useApi('GET /goals/confidence-due').data?.items ?? []
  if (due.length === 0) return null
  return (
    <section className="td-card">
      <header>
        <h2>{t('goals.today.title')}</h2>
        <Link to="/goals" className="td-card-more">
          {t('goals.today.more')}
        </Link>
      </header>
      <ul className="go-list">
        {due.slice(0, shown).map((goal) => (
          <li key={`${goal.goalId} ${goal.departmentId}`}>
            <span className="go-level">
              <Link to={`/goals/${goal.goalId}`}>{goal.name}</Link>
              <HealthBadge health={goal.health} />
            </span>
            {goal.others.length > 0 && (
              <span className="td-muted go-said">
                {goal.others
                  .map((one) => t('goals.today.other', { department: one.departmentName, level: one.level }))
                  .join(' · ')}
              </span>
            )}
            <ConfidenceForm goalId={goal.goalId} departmentId={goal.departmentId} said={undefined} />
          </li>
        ))}
      </ul>
    </section>
  )
}
