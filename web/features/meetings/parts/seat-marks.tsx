import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import { useT } from '../../../kernel/i18n.tsx'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'

type Props = {
  departmentIds: readonly string[]
  /** Seats where nobody is expected yet. */
  emptyIds: readonly string[]
}

/** The seats of a meeting at a glance: taken or still empty, by shape, colour and word. */
export function SeatMarks({ departmentIds, emptyIds }: Props) {
  const t = useT()
  return (
    <ul className="mt-seat-marks" aria-label={t('meetings.seats.title')}>
      {departmentIds.map((id) => {
        const isEmpty = emptyIds.includes(id)
        const Mark = isEmpty ? IconCircle : IconCircleCheckFilled
        return (
          <li key={id} data-empty={isEmpty || undefined}>
            <Mark size={16} aria-hidden="true" />
            <DepartmentMark department={id} />
            <span className="td-muted">{t(isEmpty ? 'meetings.seats.unanswered' : 'meetings.seats.coming')}</span>
          </li>
        )
      })}
    </ul>
  )
}
