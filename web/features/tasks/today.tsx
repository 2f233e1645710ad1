import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import type { Task } from '#contract/activities.ts'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { EditTask } from './edit.tsx'
import { groupOf } from './groups.ts'
import { TaskItem } from './task-item.tsx'
import { useTasks } from './use-tasks.ts'

const shown = 6

/** On Hoy: my tasks that are overdue or due today. */
export default function TasksToday() {
  const t = useT()
  const { timeZone } = useFormat()
  const tasks = useTasks({ mine: true, state: ['open'], limit: 200 })
  const [editing, setEditing] = useState<Task | null>(null)
  const now = clockNow()
  const due = tasks.items.filter((task) => ['overdue', 'today'].includes(groupOf(task.dueAt, now, timeZone)))
  return (
    <Panel title={t('tasks.today.title')} action={<Link to="/tasks">{t('tasks.today.all')}</Link>}>
      {tasks.loading && [1, 2, 3].map((key) => <Skeleton key={key} h={24} mb="xs" />)}
      {!tasks.loading && due.length === 0 && (
        <p className="td-muted" style={{ margin: 0 }}>
          {t('tasks.today.empty')}
        </p>
      )}
      <ul className="tk-list">
        {due.slice(0, shown).map((task) => (
          <TaskItem
            key={task.id}
            task={task}
            group={groupOf(task.dueAt, now, timeZone)}
            onComplete={() => tasks.complete(task)}
            onPostpone={(by) => tasks.postpone([task], by)}
            onOpen={() => setEditing(task)}
          />
        ))}
      </ul>
      {due.length > shown && <Link to="/tasks">{t('tasks.today.more', { count: due.length - shown })}</Link>}
      {editing && <EditTask task={editing} onClose={() => setEditing(null)} />}
    </Panel>
  )
}
