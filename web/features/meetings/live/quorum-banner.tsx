import { Alert, Button } from '@mantine/core'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import type { Meeting } from '#contract/meetings.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useMe } from '../../../kernel/me.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useAct } from '../../../kernel/query.ts'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { lockWords } from '../parts/readiness.tsx'

type Props = { meeting: Meeting; canWrite: boolean; onSeat: (departmentId: string) => void }

/** Whether decisions can be taken, and if not, what is missing, each with the way to its mend. */
export function QuorumBanner({ meeting, canWrite, onSeat }: Props) {
  const t = useT()
  const { member } = useMe()
  const leader = useMembers().find(({ id }) => id === meeting.leaderId)
  const lead = useAct('PUT /meetings/:id/leader', { invalidates: ['/meetings'], done: t('meetings.leader.taken') })
  if (meeting.canDecide)
    return (
      <p className="mt-quorum" role="status">
        <IconLockOpen size={16} aria-hidden="true" /> {t('meetings.quorum.met')}
      </p>
    )
  const { quorum, locks } = meeting
  return (
    <Alert
      id="mt-quorum"
      className="mt-locked"
      color="amber"
      role="status"
      icon={<IconLock size={18} />}
      title={t('meetings.quorum.locked')}
    >
      <ul className="mt-todo">
        {!quorum.leaderPresent && (
          <li>
            <span>
              {leader ? t('meetings.quorum.leader', { name: leader.fullName }) : t('meetings.quorum.noLeader')}
            </span>
            {canWrite && member.id !== meeting.leaderId && (
              <Button
                size="compact-sm"
                variant="default"
                loading={lead.isPending}
                onClick={() => lead.mutate({ params: { id: meeting.id }, body: { memberId: member.id } })}
              >
                {t('meetings.leader.take')}
              </Button>
            )}
          </li>
        )}
        {quorum.missing.map((seat) => (
          <li key={seat.departmentId}>
            <span>{t('meetings.quorum.seat', { department: seat.departmentName })}</span>
            {canWrite && (
              <Button size="compact-sm" variant="default" onClick={() => onSeat(seat.departmentId)}>
                {t('meetings.quorum.seatSomebody')}
              </Button>
            )}
          </li>
        ))}
        {locks.map((lock) => (
          <li key={lock.code}>
            <span>{lockWords(t, lock.code)}</span>
            <ul className="mt-mends">
              {lock.items.map((item) => (
                <li key={item.id}>
                  <Link to={item.url}>{item.name}</Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Alert>
  )
}
