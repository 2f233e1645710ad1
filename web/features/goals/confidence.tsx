import type { Confidence } from '#contract/goal-parts.ts'
import type { Goal } from '#contract/goals.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { ConfidenceForm } from './confidence-form.tsx'

const bigGap = 2

/** How sure each department is this week, where they see it differently, and what was said before. */
export function ConfidencePanel({ goal }: { goal: Goal }) {
  const t = useT()
  const format = useFormat()
  const { member } = useMe()
  const page = useApiPages('GET /goals/:id/confidence', { params: { id: goal.id }, query: { limit: 20 } })
  const mine = goal.owners.filter((owner) => owner.ownerId === member.id)
  const isRunning = goal.health !== 'not_started' && goal.health !== 'missed'
  const earlier = page.items.filter(
    (one) => !goal.confidence.some((now) => now.week === one.week && now.departmentId === one.departmentId),
  )
  return (
    <>
      <Panel title={t('goals.confidence.title')}>
        {goal.confidence.length === 0 && <p className="td-muted go-said">{t('goals.confidence.none')}</p>}
        <ul className="go-list">
          {goal.confidence.map((one) => (
            <Said key={one.departmentId} said={one} />
          ))}
        </ul>
        {goal.confidenceGap !== null && goal.confidenceGap >= bigGap && (
          <p className="go-gap-note">{t('goals.confidence.gap', { gap: goal.confidenceGap })}</p>
        )}
        {isRunning &&
          mine.map((seat) => (
            <ConfidenceForm
              key={seat.departmentId}
              goalId={goal.id}
              departmentId={seat.departmentId}
              said={goal.confidence.find((one) => one.departmentId === seat.departmentId)}
            />
          ))}
      </Panel>
      {earlier.length > 0 && (
        <Panel title={t('goals.confidence.earlier')}>
          <ul className="go-list">
            {earlier.map((one) => (
              <Said key={`${one.week} ${one.departmentId}`} said={one} when={format.date(one.week)} />
            ))}
          </ul>
          <MoreButton pages={page} />
        </Panel>
      )}
    </>
  )
}

function Said({ said, when }: { said: Confidence; when?: string }) {
  const t = useT()
  return (
    <li>
      <span className="go-level">
        <DepartmentMark department={said.departmentId} />
        <span className="go-dots" role="img" aria-label={t('goals.confidence.level', { level: said.level })}>
          {[1, 2, 3, 4, 5].map((level) => (
            <i key={level} data-on={level <= said.level || undefined} />
          ))}
        </span>
        {when && <span className="td-muted">{when}</span>}
      </span>
      <q>{said.sentence}</q>
    </li>
  )
}
