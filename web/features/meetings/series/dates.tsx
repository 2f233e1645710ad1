import { ActionIcon, Menu, Skeleton } from '@mantine/core'
import { IconCalendarX, IconClockEdit, IconDots, IconRepeat } from '@tabler/icons-react'
import { useState } from 'react'
import type { MeetingSeries } from '#contract/meeting-series.ts'
import type { MeetingRow } from '#contract/meetings.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { MoreButton } from '../../../kernel/list/more-button.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useApiPages } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { StateBadge } from '../parts/state-badge.tsx'
import { When } from '../parts/when.tsx'
import { CancelDialog } from '../record/cancel-dialog.tsx'
import { MoveDialog } from '../record/move-dialog.tsx'

type Props = { series: MeetingSeries; canWrite: boolean; onFollowing: (meeting: MeetingRow) => void }
type Asking = { dialog: 'move' | 'cancel'; meeting: MeetingRow } | null

/** The dates to come, each of which can be moved, called off, or be the first of a new rhythm. */
export function NextDates({ series, canWrite, onFollowing }: Props) {
  const t = useT()
  const [asking, setAsking] = useState<Asking>(null)
  const [from] = useState(() => new Date(clockNow()).toISOString())
  const pages = useApiPages('GET /meetings', {
    query: { seriesId: series.id, from, sort: 'startsAt', limit: 12 },
  })
  return (
    <Panel title={t('meetings.series.dates')}>
      {pages.isPending ? (
        <Skeleton h={160} radius="md" />
      ) : pages.items.length === 0 ? (
        <p className="td-muted mt-plain">{t('meetings.series.noDates')}</p>
      ) : (
        <ul className="mt-lines">
          {pages.items.map((meeting) => (
            <li key={meeting.id}>
              <Link to={`/meetings/${meeting.id}`}>
                <When {...meeting} />
              </Link>
              {meeting.isEdited && <span className="td-muted mt-small">{t('meetings.series.edited')}</span>}
              {meeting.state !== 'planned' && <StateBadge meeting={meeting} />}
              {canWrite && meeting.state === 'planned' && (
                <DateMenu
                  meeting={meeting}
                  onAsk={(dialog) => setAsking({ dialog, meeting })}
                  onFollowing={() => onFollowing(meeting)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={pages} />
      {asking?.dialog === 'move' && <MoveDialog meeting={asking.meeting} onClose={() => setAsking(null)} />}
      {asking?.dialog === 'cancel' && <CancelDialog meeting={asking.meeting} onClose={() => setAsking(null)} />}
    </Panel>
  )
}

type MenuProps = { meeting: MeetingRow; onAsk: (dialog: 'move' | 'cancel') => void; onFollowing: () => void }

function DateMenu({ meeting, onAsk, onFollowing }: MenuProps) {
  const t = useT()
  const format = useFormat()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" aria-label={t('meetings.series.more', { day: format.day(meeting.startsAt) })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconClockEdit size={16} />} onClick={() => onAsk('move')}>
          {t('meetings.acts.moveOne')}
        </Menu.Item>
        <Menu.Item leftSection={<IconRepeat size={16} />} onClick={onFollowing}>
          {t('meetings.acts.following')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconCalendarX size={16} />} onClick={() => onAsk('cancel')}>
          {t('meetings.acts.cancelOne')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** What was held, newest first, with what came of it. */
export function HeldDates({ seriesId }: { seriesId: string }) {
  const t = useT()
  const pages = useApiPages('GET /meetings', {
    query: { seriesId, state: ['closed'], sort: '-startsAt', limit: 10 },
  })
  if (pages.items.length === 0) return null
  return (
    <Panel title={t('meetings.series.held')}>
      <ul className="mt-lines">
        {pages.items.map((meeting) => (
          <li key={meeting.id}>
            <Link to={`/meetings/${meeting.id}`}>
              <When {...meeting} />
            </Link>
            <span className="td-muted mt-small">
              {t('meetings.list.outcome', {
                decisions: meeting.decisions,
                actions: meeting.actions,
                open: meeting.openActions,
              })}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} />
    </Panel>
  )
}
