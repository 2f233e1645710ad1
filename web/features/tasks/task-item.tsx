import { ActionIcon, Checkbox, Menu, UnstyledButton } from '@mantine/core'
import { IconClockPause, IconFlag } from '@tabler/icons-react'
import type { Task } from '#contract/activities.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { type GroupName, type Postponement, postponements } from './groups.ts'
import './tasks.css'

type Props = {
  task: Task
  group: GroupName
  onComplete: () => void
  onPostpone: (by: Postponement) => void
  onOpen: () => void
  /** While choosing several: the box selects instead of completing. */
  selection?: { selected: boolean; toggle: () => void }
  /** Where the record is obvious, its link is left out. */
  showAbout?: boolean
  showAssignee?: boolean
}

/** One line: tick, what, about whom, when. */
export function TaskItem({
  task,
  group,
  onComplete,
  onPostpone,
  onOpen,
  selection,
  showAbout = true,
  showAssignee = false,
}: Props) {
  const t = useT()
  const can = useCan()
  const members = useMembers(showAssignee && task.assigneeId !== null)
  const assignee = members.find((member) => member.id === task.assigneeId)
  const done = task.state === 'done'
  return (
    <li className="tk-item" data-done={done || undefined}>
      <Checkbox
        size="sm"
        radius={selection ? 'sm' : 'xl'}
        checked={selection ? selection.selected : done}
        disabled={!can('tasks.write')}
        aria-label={t(selection ? 'tasks.select' : done ? 'tasks.reopen' : 'tasks.complete', { task: task.title })}
        onChange={selection ? selection.toggle : onComplete}
      />
      <div className="tk-words">
        <UnstyledButton className="tk-title" onClick={onOpen} aria-label={t('tasks.edit.open', { task: task.title })}>
          {task.priority === 'high' && (
            <IconFlag size={14} className="tk-flag" role="img" aria-label={t('tasks.highPriority')} />
          )}
          {task.title}
        </UnstyledButton>
        {showAbout && <AboutLinks task={task} />}
      </div>
      {showAssignee && assignee && <MemberAvatar name={assignee.fullName} size={20} />}
      <DueTime dueAt={task.dueAt} group={done ? 'none' : group} />
      {can('tasks.write') && !done && <PostponeMenu onPostpone={onPostpone} />}
    </li>
  )
}

function AboutLinks({ task }: { task: Task }) {
  const links = [
    task.dealId && { to: `/deals/${task.dealId}`, label: task.dealName },
    task.contactId && { to: `/contacts/${task.contactId}`, label: task.contactName },
    task.companyId && { to: `/companies/${task.companyId}`, label: task.companyName },
  ].filter((link) => link !== null && typeof link === 'object')
  const shown = links.filter((link) => link.label).slice(0, 2)
  if (shown.length === 0) return null
  return (
    <span className="tk-about">
      {shown.map((link) => (
        <Link key={link.to} to={link.to} className="td-muted td-clip">
          {link.label}
        </Link>
      ))}
    </span>
  )
}

function DueTime({ dueAt, group }: { dueAt: string | null; group: GroupName }) {
  const format = useFormat()
  if (dueAt === null) return null
  const text =
    group === 'today'
      ? format.time(dueAt)
      : group === 'overdue'
        ? format.relative(dueAt)
        : `${format.date(dueAt)}, ${format.time(dueAt)}`
  return (
    <time
      className="tk-due td-num"
      data-overdue={group === 'overdue' || undefined}
      dateTime={dueAt}
      title={format.dateTime(dueAt)}
    >
      {text}
    </time>
  )
}

export function PostponeMenu({ onPostpone, label }: { onPostpone: (by: Postponement) => void; label?: string }) {
  const t = useT()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        {label ? (
          <UnstyledButton className="tk-group-act">{label}</UnstyledButton>
        ) : (
          <ActionIcon
            size="sm"
            color="gray"
            variant="subtle"
            className="tk-postpone"
            aria-label={t('tasks.postpone.action')}
          >
            <IconClockPause size={16} stroke={1.6} />
          </ActionIcon>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {postponements.map((by) => (
          <Menu.Item key={by} onClick={() => onPostpone(by)}>
            {t(`tasks.postpone.${by}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
