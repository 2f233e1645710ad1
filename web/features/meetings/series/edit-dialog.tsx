import { TextInput } from '@mantine/core'
import type { MeetingSeries } from '#contract/meeting-series.ts'
import { etagOf } from '../../../kernel/api.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct } from '../../../kernel/query.ts'
import { LeaderFields, PlaceFields, SeatFields, WhenFields } from '../form/fields.tsx'
import { useMeetingForm } from '../form/use-meeting-form.ts'
import { seatsAndPlace, valuesOf } from '../form/values.ts'
import { RecurrenceEditor } from '../recurrence/editor.tsx'
import { rruleOf } from '../recurrence/rule.ts'

type Props = {
  series: MeetingSeries
  /** Local day from which the change holds, and today. */
  from: string
  today: string
  onClose: () => void
}

/** Changes a series from a day on: what was before, and what was changed by itself, stays. */
export function EditSeriesDialog({ series, from, today, onClose }: Props) {
  const t = useT()
  const form = useMeetingForm(valuesOf(series, from))
  const etag = etagOf(series)
  const save = useAct('PATCH /meeting-series/:id', {
    form,
    done: t('meetings.series.saved'),
    invalidates: ['/meetings', '/meeting-series'],
    ...(etag && { ifMatch: etag }),
  })
  const { values } = form
  return (
    <FormDialog
      title={t('meetings.series.editTitle')}
      form={form}
      onClose={onClose}
      busy={save.isPending}
      size="lg"
      onSubmit={async (given) => {
        const { day, time, timeZone, duration, leaderId, projectId } = given
        if (day === null || leaderId === null || typeof duration !== 'number') return
        await save.mutateAsync({
          params: { id: series.id },
          body: {
            ...{ name: given.name.trim(), from: day, time, timeZone, durationMinutes: duration, leaderId, projectId },
            ...seatsAndPlace(given),
            rrule: rruleOf(given.recurrence),
            leaderRotation: given.rotates ? 'rotating' : 'fixed',
            ...(given.rotates && given.rotationIds.length > 0 && { rotationIds: given.rotationIds }),
          },
        })
        onClose()
      }}
    >
      <TextInput label={t('meetings.fields.name')} required maxLength={200} {...form.getInputProps('name')} />
      <WhenFields form={form} dayLabel={t('meetings.series.from')} minDate={today} />
      {values.day && (
        <RecurrenceEditor
          value={values.recurrence}
          onChange={(recurrence) => form.setFieldValue('recurrence', recurrence)}
          day={values.day}
          time={values.time}
          timeZone={values.timeZone}
          error={form.errors.recurrence ?? form.errors.rrule}
        />
      )}
      <SeatFields form={form} />
      <LeaderFields form={form} canRotate />
      <PlaceFields form={form} />
    </FormDialog>
  )
}
