import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../kernel/api.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'

type Props = { rrule: string; startsOn: string; time: string; timeZone: string }
const shown = 5

/** The next five times of a rule, as the server would lay them out, and whether the clocks change in between. */
export function NextDates(props: Props) {
  const t = useT()
  const [asked] = useDebouncedValue(props, 200)
  const preview = useQuery({
    queryKey: ['/meeting-series/preview', asked],
    queryFn: ({ signal }) => api('POST /meeting-series/preview', { body: asked }, { signal }),
    enabled: asked.rrule !== '',
    placeholderData: (before) => before,
    retry: false,
    staleTime: 300_000,
  })
  return (
    <div className="mt-dates" role="status">
      <span className="td-muted">{t('meetings.recurrence.next')}</span>
      {preview.error ? (
        <span>{t('meetings.recurrence.unreadable')}</span>
      ) : (
        preview.data && <Dates times={preview.data.times.slice(0, shown)} time={asked.time} timeZone={asked.timeZone} />
      )}
    </div>
  )
}

function Dates({ times, time, timeZone }: { times: readonly string[]; time: string; timeZone: string }) {
  const t = useT()
  const { locale } = useFormat()
  if (times.length === 0) return <span>{t('meetings.recurrence.never')}</span>
  const show = new Intl.DateTimeFormat(locale, {
    ...{ timeZone, weekday: 'short', day: 'numeric', month: 'short', hourCycle: 'h23' },
    ...{ hour: '2-digit', minute: '2-digit' },
  })
  const offsets = new Set(times.map((at) => offsetOf(at, timeZone)))
  return (
    <>
      <ol>
        {times.map((at) => (
          <li key={at}>
            <time dateTime={at} className="td-num">
              {show.format(new Date(at))}
            </time>
          </li>
        ))}
      </ol>
      {offsets.size > 1 && <p className="td-muted">{t('meetings.recurrence.clockChange', { time })}</p>}
    </>
  )
}

const offsetOf = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName')?.value
