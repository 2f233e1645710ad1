import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import type { Task } from '#contract/activities.ts'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { EditTask } from './edit.tsx'
import { groupOf } from './groups.ts'
import QuickAdd from './quick-add.tsx'
import { TaskItem } from './task-item.tsx'
import { type About, useTasks } from './use-tasks.ts'

/** The open tasks of one record, beside it. */
export default function TasksPanel(about: About) {
  const t = useT()
  const { timeZone } = useFormat()
  const { contactId, companyId, dealId } = about
  const [editing, setEditing] = useState<Task | null>(null)
  // The narrowest record counts: a deal's tasks, not all of its company's.
  const narrowest = dealId ? { dealId } : contactId ? { contactId } : companyId ? { companyId } : {}
  const tasks = useTasks({ ...narrowest, state: ['open'], limit: 100 })
  return (
    <Panel title={t('tasks.panel.title')}>
      {tasks.loading && <Skeleton h={28} />}
      {!tasks.loading && tasks.items.length === 0 && (
        <p className="td-muted" style={{ margin: '0 0 0.5rem' }}>
          {t('tasks.panel.empty')}
        </p>
      )}
      <ul className="tk-list">
        {tasks.items.map((task) => (
          <TaskItem
            key={task.id}
            task={task}
            group={groupOf(task.dueAt, clockNow(), timeZone)}
            showAbout={false}
            showAssignee
            onComplete={() => tasks.complete(task)}
            onPostpone={(by) => tasks.postpone([task], by)}
            onOpen={() => setEditing(task)}
          />
        ))}
      </ul>
      <Can permission="tasks.write">
        <QuickAdd {...about} />
      </Can>
      {editing && <EditTask task={editing} onClose={() => setEditing(null)} />}
    </Panel>
  )
}
