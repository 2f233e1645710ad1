import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Task } from '#contract/activities.ts'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { EditTask } from './edit.tsx'
import { type GroupName, groupNames, groupOf } from './groups.ts'
import QuickAdd from './quick-add.tsx'
import { PostponeMenu, TaskItem } from './task-item.tsx'
import { type TaskQuery, useTasks } from './use-tasks.ts'

/** The filters without the paging. */
const exported = ({ limit: _, ...filters }: TaskQuery) => filters

/** Open tasks by when they are due. The address says whose. */
export default function Tasks() {
  const t = useT()
  const can = useCan()
  const { timeZone } = useFormat()
  const [search, setSearch] = useSearch()
  const scope = search.scope === 'all' ? 'all' : 'mine'
  const query: TaskQuery = { state: ['open'], limit: 200, ...(scope === 'mine' && { mine: true }) }
  const tasks = useTasks(query)
  const [editing, setEditing] = useState<Task | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null)
  const now = clockNow()
  const groups = Map.groupBy(tasks.items, (task) => groupOf(task.dueAt, now, timeZone))
  const chosen = tasks.items.filter((task) => selected?.has(task.id))
  const toggle = (id: string) =>
    setSelected((old) => (old?.has(id) ? new Set([...old].filter((one) => one !== id)) : new Set([...(old ?? []), id])))

  if (tasks.error && tasks.items.length === 0)
    return <ErrorScreen error={tasks.error} reset={() => void tasks.refetch()} />
  return (
    <Page
      title={t('tasks.title')}
      actions={
        <>
          {can('tasks.write') && tasks.items.length > 0 && (
            <Button variant="default" onClick={() => setSelected(selected ? null : new Set())}>
              {t(selected ? 'kit.cancel' : 'tasks.selectMode')}
            </Button>
          )}
          <Widgets slot="list.export" props={{ list: 'tasks', query: exported(query) }} height={28} />
          <SegmentedControl
            aria-label={t('tasks.scope.label')}
            data={[
              { value: 'mine', label: t('tasks.scope.mine') },
              { value: 'all', label: t('tasks.scope.all') },
            ]}
            value={scope}
            onChange={(next) => setSearch(next === 'all' ? { scope: 'all' } : {})}
          />
        </>
      }
    >
      <Can permission="tasks.write">
        <QuickAdd />
      </Can>
      {tasks.loading && [1, 2, 3, 4].map((key) => <Skeleton key={key} h={28} mt="md" />)}
      {!tasks.loading && tasks.items.length === 0 && (
        <EmptyState
          picture={<IconChecklist size={40} stroke={1.2} />}
          title={t('tasks.empty.title')}
          text={t('tasks.empty.text')}
        />
      )}
      {groupNames
        .filter((group) => groups.has(group))
        .map((group) => (
          <Group
            key={group}
            group={group}
            tasks={groups.get(group)!}
            onPostponeAll={(by) => tasks.postpone(groups.get(group)!, by)}
          >
            {groups.get(group)!.map((task) => (
              <TaskItem
                key={task.id}
                task={task}
                group={group}
                showAssignee={scope === 'all'}
                onComplete={() => tasks.complete(task)}
                onPostpone={(by) => tasks.postpone([task], by)}
                onOpen={() => setEditing(task)}
                {...(selected && { selection: { selected: selected.has(task.id), toggle: () => toggle(task.id) } })}
              />
            ))}
          </Group>
        ))}
      {selected && (
        <section className="tk-bulk" aria-label={t('kit.bulk.title')}>
          <strong className="td-num" role="status">
            {t('tasks.selected', { count: chosen.length })}
          </strong>
          {chosen.length > 0 && (
            <PostponeMenu
              label={t('tasks.postpone.action')}
              onPostpone={(by) => {
                tasks.postpone(chosen, by)
                setSelected(null)
              }}
            />
          )}
        </section>
      )}
      {editing && <EditTask task={editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

type GroupProps = {
  group: GroupName
  tasks: readonly Task[]
  onPostponeAll: (by: Parameters<ReturnType<typeof useTasks>['postpone']>[1]) => void
  children: ReactNode
}

function Group({ group, tasks, onPostponeAll, children }: GroupProps) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  return (
    <section className="tk-group" aria-labelledby={`tasks-${group}`}>
      <header className="tk-group-head">
        <h2 id={`tasks-${group}`} data-overdue={group === 'overdue' || undefined}>
          {t(`tasks.groups.${group}`)}
        </h2>
        <span className="td-muted td-num">{format.number(tasks.length)}</span>
        {group === 'overdue' && can('tasks.write') && (
          <PostponeMenu label={t('tasks.postpone.overdue')} onPostpone={onPostponeAll} />
        )}
      </header>
      <ul className="tk-list">{children}</ul>
    </section>
  )
}
