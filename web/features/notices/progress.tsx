import { Button, Progress, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Notice, NoticeRecipient } from '#contract/notices.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { reasonWords } from './reasons.ts'

const pending: NoticeRecipient['state'][] = ['waiting', 'read', 'overdue']

/** Who has confirmed, who has not, and the way to remind them. */
export function People({ notice }: { notice: Notice }) {
  const t = useT()
  const can = useCan()
  const { recipients, acknowledged, overdue, read } = notice.progress
  const missing = recipients - acknowledged
  const nudge = useNudge(notice.id)
  if (notice.state === 'draft')
    return (
      <Panel title={t('notices.record.progress')}>
        <p className="td-muted">{t('notices.record.noRecipients')}</p>
      </Panel>
    )
  const isOpen = notice.state === 'published' && notice.acknowledgement
  return (
    <Panel
      title={t('notices.record.progress')}
      action={
        isOpen &&
        missing > 0 &&
        can('notices.write') && (
          <Button
            size="xs"
            variant="light"
            loading={nudge.isPending}
            onClick={() => nudge.mutate({ params: { id: notice.id }, body: {} })}
          >
            {t('notices.acts.nudgeAll')}
          </Button>
        )
      }
    >
      {notice.acknowledgement ? (
        <>
          <Progress.Root size="lg">
            <Progress.Section
              value={(acknowledged / Math.max(1, recipients)) * 100}
              color="green"
              aria-label={t('notices.record.acknowledged', { count: acknowledged })}
            />
          </Progress.Root>
          <p className="no-counts">
            <strong>{t('notices.list.confirmed', { acknowledged, recipients })}</strong>
            {missing > 0 && <span>{t('notices.record.waiting', { count: missing })}</span>}
            {overdue > 0 && <span className="no-late">{t('notices.record.overdue', { count: overdue })}</span>}
          </p>
        </>
      ) : (
        <p>{t('notices.record.onlyRead', { read, recipients })}</p>
      )}
      <Recipients notice={notice} nudge={isOpen && can('notices.write') ? nudge : null} />
    </Panel>
  )
}

function useNudge(id: string) {
  const t = useT()
  return useAct('POST /notices/:id/nudges', {
    invalidates: [`/notices/${id}`, '/notices'],
    done: ({ nudged }) => t('notices.acts.nudged', { count: nudged }),
  })
}

function Recipients({ notice, nudge }: { notice: Notice; nudge: ReturnType<typeof useNudge> | null }) {
  const t = useT()
  const format = useFormat()
  const [shown, setShown] = useState<'pending' | 'everybody'>('pending')
  const people = useApiPages(
    'GET /notices/:id/recipients',
    { params: { id: notice.id }, query: shown === 'pending' ? { state: pending } : {} },
    { keepPrevious: true },
  )
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('notices.record.progress')}
        value={shown}
        onChange={(next) => setShown(next === 'pending' ? 'pending' : 'everybody')}
        data={(['pending', 'everybody'] as const).map((value) => ({ value, label: t(`notices.record.${value}`) }))}
      />
      {people.isSuccess && people.items.length === 0 && (
        <p className="td-muted">{t(shown === 'pending' ? 'notices.record.allDone' : 'notices.record.nobody')}</p>
      )}
      <ul className="no-people">
        {people.items.map((one) => (
          <li key={one.memberId}>
            <MemberAvatar name={one.fullName} size={24} />
            <div>
              <div>{one.fullName}</div>
              <div className="td-muted">
                <span className={one.state === 'overdue' ? 'no-late' : undefined}>
                  {t(`notices.recipientStates.${one.state}`)}
                </span>
                {one.acknowledgedAt && ` · ${format.dateTime(one.acknowledgedAt)}`}
                {one.attempts > 0 && ` · ${t('notices.reading.attempts', { count: one.attempts })}`}
                {` · ${reasonWords(t, format, one.reasons)}`}
              </div>
            </div>
            {nudge && one.state !== 'acknowledged' && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`${t('notices.acts.nudge')}: ${one.fullName}`}
                onClick={() => nudge.mutate({ params: { id: notice.id }, body: { memberIds: [one.memberId] } })}
              >
                {t('notices.acts.nudge')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <MoreButton pages={people} />
    </>
  )
}
