import type { ImpactRecord } from '#contract/impacts.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'

/** Who has to say that he has seen the change, and whether he has. */
export function People({ tasks }: { tasks: ImpactRecord['tasks'] }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const departments = useApi('GET /departments', {}, { staleTime: 600_000 }).data?.items ?? []
  const nameOf = (task: ImpactRecord['tasks'][number]) =>
    members.find((member) => member.id === task.ownerId)?.fullName ??
    departments.find((department) => department.id === task.departmentId)?.name ??
    t('impacts.record.nobody')
  const standing = ({ acknowledgedAt, acknowledgeBy }: ImpactRecord['tasks'][number]) => {
    if (acknowledgedAt) return t('impacts.record.seen', { at: format.dateTime(acknowledgedAt) })
    const isOver = Date.parse(acknowledgeBy) < Date.now()
    return t(isOver ? 'impacts.record.overdue' : 'impacts.record.waiting', { at: format.dateTime(acknowledgeBy) })
  }
  return (
    <ul className="im-items">
      {tasks.map((task) => (
        <li key={task.ownerId ?? task.departmentId ?? ''}>
          <div>
            <strong>{nameOf(task)}</strong>
            <div className="td-muted">
              {standing(task)}
              {task.escalatedAt && !task.acknowledgedAt && ` · ${t('impacts.record.escalated')}`}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
