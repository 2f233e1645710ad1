import type { Meeting } from '#contract/meetings.ts'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useNow } from '../use-now.ts'

/** How long the meeting runs, against its time box; counted from the server's start. */
export function MeetingClock({ meeting }: { meeting: Meeting }) {
  const t = useT()
  const seconds = secondsSince(meeting.startedAt, useNow())
  const box = meeting.durationMinutes * 60
  return (
    <div
      className="mt-clock td-num"
      role="timer"
      aria-label={t('meetings.live.clock')}
      data-pace={seconds > box ? 'over' : seconds > box * 0.8 ? 'late' : 'fine'}
    >
      <span>
        <strong>{clockText(seconds)}</strong> / {clockText(box)}
      </span>
      <span className="mt-box-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (seconds / box) * 100)}%` }} />
      </span>
    </div>
  )
}

/** What is left for the matter being spoken of; over its time it counts up, with a sign. */
export function ItemClock({ item, since }: { item: AgendaItem; since: string }) {
  const t = useT()
  const left = item.minutes * 60 - item.spentSeconds - secondsSince(since, useNow())
  return (
    <span
      className="mt-item-clock td-num"
      role="timer"
      aria-label={t(left < 0 ? 'meetings.live.over' : 'meetings.live.left')}
      data-pace={left < 0 ? 'over' : left < 60 ? 'late' : 'fine'}
    >
      {left < 0 ? `+${clockText(-left)}` : clockText(left)}
    </span>
  )
}

const secondsSince = (instant: string | null, now: number) =>
  instant === null ? 0 : Math.max(0, Math.floor((now - Date.parse(instant)) / 1000))

/** 75 → '1:15'; 3,675 → '1:01:15'. */
export function clockText(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
