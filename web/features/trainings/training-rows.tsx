import type { ReactNode } from 'react'
import type { TrainingRow } from '#contract/trainings.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { MyBadge } from './state-badge.tsx'

/** Trainings as one reads them on any screen: what about, by whom, where I stand. */
export const TrainingRows = ({ items }: { items: readonly TrainingRow[] }) => (
  <ul className="tr-rows">
    {items.map((item) => (
      <TrainingLine key={item.id} item={item} />
    ))}
  </ul>
)

function TrainingLine({ item }: { item: TrainingRow }) {
  const t = useT()
  const format = useFormat()
  const facts: ReactNode[] = [item.topic]
  if (item.nextSessionAt) facts.push(t('trainings.mine.nextSession', { at: format.dateTime(item.nextSessionAt) }))
  return (
    <li className="tr-row">
      <div>
        <Link to={`/trainings/${item.id}`}>{item.title}</Link>
        <div className="td-muted td-num">{facts.join(' · ')}</div>
      </div>
      <span className="tr-marks">
        <DepartmentMark department={item.departmentId} />
        <MyBadge my={item.my} />
      </span>
    </li>
  )
}
