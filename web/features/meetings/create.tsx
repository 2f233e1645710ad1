import { SegmentedControl, TextInput } from '@mantine/core'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { instantOf } from '../../kernel/form/zone.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo, useSearch } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { LeaderFields, PlaceFields, SeatFields, WhenFields } from './form/fields.tsx'
import { useMeetingForm } from './form/use-meeting-form.ts'
import { firstValues, type MeetingValues, seatsAndPlace } from './form/values.ts'
import { RecurrenceEditor } from './recurrence/editor.tsx'
import { rruleOf } from './recurrence/rule.ts'
import './meetings.css'

/** One dialog for a single meeting and for a series: when, who must be heard, who leads, where. */
export default function CreateMeeting({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const me = useMe()
  const [search] = useSearch()
  const form = useMeetingForm(firstValues(me, typeof search.projectId === 'string' ? search.projectId : null))
  const invalidates = ['/meetings', '/meeting-series']
  const call = useAct('POST /meetings', { form, done: t('meetings.create.done'), idempotent: true, invalidates })
  const start = useAct('POST /meeting-series', {
    form,
    done: t('meetings.create.doneSeries'),
    idempotent: true,
    invalidates,
  })
  const { values } = form
  const submit = async (given: MeetingValues) => {
    const { day, time, timeZone, duration, leaderId, projectId } = given
    if (day === null || leaderId === null || typeof duration !== 'number') return
    const shared = {
      ...{ name: given.name.trim(), timeZone, durationMinutes: duration, leaderId, projectId },
      ...seatsAndPlace(given),
    }
    if (given.isSeries) {
      const series = await start.mutateAsync({
        body: {
          ...shared,
          ...{ rrule: rruleOf(given.recurrence), startsOn: day, time },
          ...(given.rotates
            ? {
                leaderRotation: 'rotating' as const,
                ...(given.rotationIds.length > 0 && { rotationIds: given.rotationIds }),
              }
            : { leaderRotation: 'fixed' as const }),
        },
      })
      onClose()
      return go(`/meetings/series/${series.id}`)
    }
    const meeting = await call.mutateAsync({
      body: { ...shared, kind: 'smarketing', startsAt: instantOf(`${day} ${time}:00`, timeZone) },
    })
    onClose()
    go(`/meetings/${meeting.id}`)
  }
  return (
    <FormDialog
      title={t('meetings.create.title')}
      form={form}
      onClose={onClose}
      busy={call.isPending || start.isPending}
      submitLabel={t(values.isSeries ? 'meetings.create.actionSeries' : 'meetings.create.action')}
      size="lg"
      onSubmit={submit}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('meetings.create.what')}
        value={values.isSeries ? 'series' : 'single'}
        onChange={(next) => form.setFieldValue('isSeries', next === 'series')}
        data={(['series', 'single'] as const).map((value) => ({ value, label: t(`meetings.create.${value}`) }))}
      />
      <TextInput
        label={t('meetings.fields.name')}
        placeholder={t('meetings.create.namePlaceholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <WhenFields form={form} dayLabel={t(values.isSeries ? 'meetings.fields.startsOn' : 'meetings.fields.day')} />
      {values.isSeries && values.day && (
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
      <LeaderFields form={form} canRotate={values.isSeries} />
      <PlaceFields form={form} />
    </FormDialog>
  )
}
