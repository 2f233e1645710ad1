import { Switch } from '@mantine/core'
import { useState } from 'react'
import type { PulseSchedule } from '#contract/pulse.ts'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'

/** Whether a pulse comes every month by itself. */
export function ScheduleCard() {
  const t = useT()
  const schedule = useApi('GET /pulse-schedule').data
  const [dayOfMonth, setDayOfMonth] = useState<number | ''>()
  const [openDays, setOpenDays] = useState<number | ''>()
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
          <NumberField
            label={t('pulse.schedule.dayOfMonth')}
            required
            min={1}
            max={31}
            value={dayOfMonth ?? schedule.dayOfMonth}
            onChange={setDayOfMonth}
            onBlur={(event) => event.currentTarget.validity.valid && dayOfMonth && change({ dayOfMonth })}
          />
          <NumberField
            label={t('pulse.schedule.openDays')}
            required
            min={1}
            max={28}
            value={openDays ?? schedule.openDays}
            onChange={setOpenDays}
            onBlur={(event) => event.currentTarget.validity.valid && openDays && change({ openDays })}
          />
        </div>
      )}
    </section>
  )
}
