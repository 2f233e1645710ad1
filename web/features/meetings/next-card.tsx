import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { MeetingRow, Readiness } from '#contract/meetings.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { CallButton } from './parts/call-button.tsx'
import { ReadinessList } from './parts/readiness.tsx'
import { SeatMarks } from './parts/seat-marks.tsx'
import { StateBadge } from './parts/state-badge.tsx'
import { When } from './parts/when.tsx'

type Props = { meeting: MeetingRow; readiness: Readiness | null }

/** The next meeting: when, who is expected, and what is left to do before it. */
export function NextCard({ meeting, readiness }: Props) {
  const t = useT()
  const format = useFormat()
  const isLive = meeting.state === 'live'
  return (
    <section className="mt-next" data-live={isLive || undefined} aria-labelledby="mt-next-title">
      <div className="mt-next-main">
        <p className="mt-next-eyebrow">
          {t(isLive ? 'meetings.next.now' : 'meetings.next.title')}
          {!isLive && <span className="td-muted"> · {format.relative(meeting.startsAt)}</span>}
        </p>
        <h2 id="mt-next-title">
          <Link to={`/meetings/${meeting.id}`}>{meeting.name}</Link> {isLive && <StateBadge meeting={meeting} />}
        </h2>
        <p className="mt-next-when">
          <When {...meeting} />
          {meeting.location && <span className="td-muted">{meeting.location}</span>}
        </p>
        <SeatMarks
          departmentIds={meeting.departmentIds}
          emptyIds={readiness?.missingSeats.map((seat) => seat.departmentId) ?? []}
        />
        <div className="mt-next-acts">
          <Button component={Link} to={`/meetings/${meeting.id}`} rightSection={<IconArrowRight size={16} />}>
            {t(isLive ? 'meetings.next.join' : 'meetings.next.prepare')}
          </Button>
          <CallButton url={meeting.url} />
        </div>
      </div>
      {readiness && !isLive && (
        <div className="mt-next-ready">
          <h3>{t('meetings.readiness.title')}</h3>
          <ReadinessList readiness={readiness} meetingId={meeting.id} />
        </div>
      )}
    </section>
  )
}
