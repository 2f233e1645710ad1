import { Badge } from '@mantine/core'
import { IconAlarm, IconCheck, IconClockPause, IconHourglassLow } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { clockNow } from '../clock.ts'
import { useFormat, useT } from '../i18n.tsx'

type Props = {
  dueAt: string | null
  requestedAt: string
  /** `running` counts; the other states stand still. */
  state: 'running' | 'met' | 'breached' | 'paused'
  /** For tests and pictures; the real clock otherwise. */
  now?: number
}

const soonShare = 0.25

/** The time left of a promise, as a colour and in words; ticks each second in the last hour, else each half minute. */
export function SlaClock({ dueAt, requestedAt, state, now: fixed }: Props) {
  const t = useT()
  const format = useFormat()
  const due = dueAt === null ? Number.NaN : Date.parse(dueAt)
  const now = useNow(state === 'running' && fixed === undefined ? due : Number.NaN, fixed)
  const left = due - now
  const allowed = due - Date.parse(requestedAt)
  const look =
    state === 'met'
      ? { color: 'green', icon: IconCheck, text: t('kit.sla.met') }
      : state === 'paused' || Number.isNaN(due)
        ? { color: 'gray', icon: IconClockPause, text: t('kit.sla.paused') }
        : state === 'breached' || left <= 0
          ? {
              color: 'red',
              icon: IconAlarm,
              text: t('kit.sla.breached', { time: format.duration(Math.max(0, -left)) }),
            }
          : left < allowed * soonShare
            ? { color: 'amber', icon: IconHourglassLow, text: t('kit.sla.soon', { time: format.duration(left) }) }
            : { color: 'petrol', icon: IconHourglassLow, text: t('kit.sla.left', { time: format.duration(left) }) }
  const Icon = look.icon
  return (
    <Badge
      color={look.color}
      leftSection={<Icon size={13} />}
      className="td-num"
      role="timer"
      data-term="SLA"
      title={dueAt === null ? undefined : t('kit.sla.due', { at: format.dateTime(dueAt) })}
    >
      {look.text}
    </Badge>
  )
}

function useNow(due: number, fixed: number | undefined) {
  const [now, setNow] = useState(() => fixed ?? clockNow())
  const pause = Math.abs(due - now) < 3_600_000 ? 1000 : 30_000
  useEffect(() => {
    if (Number.isNaN(due)) return
    const timer = setInterval(() => setNow(clockNow()), pause)
    return () => clearInterval(timer)
  }, [due, pause])
  return now
}
