import { ActionIcon, Badge, Checkbox } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Action } from '#contract/meetings-parts.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'

type Props = {
  items: readonly Action[]
  /** While the meeting runs, an action can be taken back. */
  meetingId?: string
}

/** Actions as what they are: tasks with an owner and a date, ticked off here as anywhere. */
export function ActionList({ items, meetingId }: Props) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const members = useMembers(items.length > 0)
  const invalidates = ['/meetings', '/tasks', '/today']
  const complete = useAct('POST /tasks/:id/completion', { invalidates })
  const reopen = useAct('DELETE /tasks/:id/completion', { invalidates })
  const remove = useAct('DELETE /meetings/:id/actions/:actionId', { invalidates, done: t('meetings.actions.removed') })
  if (items.length === 0) return <p className="td-muted mt-plain mt-small">{t('meetings.actions.none')}</p>
  return (
    <ul className="mt-actions">
      {items.map((action) => {
        const owner = members.find(({ id }) => id === action.ownerId)?.fullName
        const params = { id: action.taskId }
        return (
          <li key={action.id} data-state={action.state}>
            <Checkbox
              size="sm"
              radius="xl"
              checked={action.state === 'done'}
              disabled={!can('tasks.write') || action.state === 'cancelled'}
              aria-label={t(action.state === 'done' ? 'tasks.reopen' : 'tasks.complete', { task: action.text })}
              onChange={() => (action.state === 'done' ? reopen : complete).mutate({ params })}
            />
            <div className="mt-action">
              <span className="mt-said">{action.text}</span>
              <span className="mt-why">
                {owner && (
                  <>
                    <MemberAvatar name={owner} size={18} />
                    {owner}
                  </>
                )}
                {action.dueOn && <span className="td-num">{format.date(action.dueOn)}</span>}
                {action.isOverdue && action.state === 'open' && (
                  <Badge size="sm" color="red">
                    {t('meetings.actions.overdue')}
                  </Badge>
                )}
                {action.state === 'cancelled' && <span>{t('meetings.actions.cancelled')}</span>}
              </span>
            </div>
            {meetingId && (
              <ActionIcon
                size="sm"
                aria-label={t('meetings.actions.remove', { text: action.text.slice(0, 60) })}
                onClick={() => remove.mutate({ params: { id: meetingId, actionId: action.id } })}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </li>
        )
      })}
    </ul>
  )
}
