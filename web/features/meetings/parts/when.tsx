import { useFormat } from '../../../kernel/i18n.tsx'

type Props = { startsAt: string; endsAt: string; timeZone?: string }

/** 'Monday, 23 November, 09:00 – 09:45'; names the meeting's zone when the reader's clock shows another time. */
export function When({ startsAt, endsAt, timeZone }: Props) {
  const format = useFormat()
  const there = timeZone && timeIn(startsAt, timeZone)
  const isElsewhere = there !== undefined && there !== format.time(startsAt)
  return (
    <span className="mt-when">
      <time dateTime={startsAt}>{format.day(startsAt)}</time>
      <span className="td-num">
        {format.time(startsAt)} – {format.time(endsAt)}
      </span>
      {isElsewhere && (
        <span className="td-muted td-num">
          {there} {timeZone?.replaceAll('_', ' ')}
        </span>
      )}
    </span>
  )
}

const timeIn = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  )
