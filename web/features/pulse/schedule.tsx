import { NumberInput, Switch } from '@mantine/core'
import type { PulseSchedule } from '#contract/pulse.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'

/** Whether a pulse comes every month by itself. */
export function ScheduleCard() {
  const t = useT()
  const schedule = useApi('GET /pulse-schedule').data
  const write = useAct('PUT /pulse-schedule', {
    done: t('pulse.schedule.saved'),
    optimistic: ({ body }, patch) => patch('GET /pulse-schedule', {}, () => body),
  })
  if (!schedule) return null
  const change = (part: Partial<PulseSchedule>) => write.mutate({ body: { ...schedule, ...part } })
  return (
    <section className="pu-card">
      <h2>{t('pulse.schedule.title')}</h2>
      <Switch
        label={t('pulse.schedule.active')}
        checked={schedule.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
      {schedule.active && (
        <div className="pu-fields">
          <NumberInput
            key={`day ${schedule.dayOfMonth}`}
            label={t('pulse.schedule.dayOfMonth')}
            min={1}
            max={31}
            defaultValue={schedule.dayOfMonth}
            onBlur={(event) => changeNumber(event.currentTarget.value, 31, (dayOfMonth) => change({ dayOfMonth }))}
          />
          <NumberInput
            key={`days ${schedule.openDays}`}
            label={t('pulse.schedule.openDays')}
            min={1}
            max={28}
            defaultValue={schedule.openDays}
            onBlur={(event) => changeNumber(event.currentTarget.value, 28, (openDays) => change({ openDays }))}
          />
        </div>
      )}
    </section>
  )
}

function changeNumber(text: string, most: number, change: (value: number) => void) {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) change(value)
}
