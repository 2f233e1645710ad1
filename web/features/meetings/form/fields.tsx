import { Button, Checkbox, Group, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { DateField } from '../../../kernel/form/date-field.tsx'
import { NumberField } from '../../../kernel/form/number-field.tsx'
import { TimeZoneSelect } from '../../../kernel/form/time-zone-select.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan, useMe } from '../../../kernel/me.tsx'
import { useApi } from '../../../kernel/query.ts'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { MemberSelect, useMembers } from '../../../kernel/record/member-select.tsx'
import { tidyTime } from './time-text.ts'
import type { MeetingForm } from './use-meeting-form.ts'
import type { Seat } from './values.ts'

type Props = { form: MeetingForm }

/** Day, time and length, on the meeting's wall clock. */
export function WhenFields({ form, dayLabel, minDate }: Props & { dayLabel: string; minDate?: string }) {
  const t = useT()
  const [isChoosing, setIsChoosing] = useState(false)
  const { values } = form
  return (
    <>
      <div className="mt-when-fields">
        <DateField
          label={dayLabel}
          required
          {...(minDate && { minDate })}
          value={values.day}
          onChange={(day) => form.setFieldValue('day', day)}
          error={form.errors.day ?? form.errors.startsOn ?? form.errors.startsAt}
        />
        <TextInput
          label={t('meetings.fields.time')}
          required
          className="td-num"
          inputMode="numeric"
          placeholder="09:00"
          {...form.getInputProps('time')}
          onBlur={() => form.setFieldValue('time', tidyTime(values.time) ?? values.time)}
        />
        <NumberField
          label={t('meetings.fields.duration')}
          required
          min={5}
          max={480}
          suffix="min"
          value={values.duration}
          onChange={(duration) => form.setFieldValue('duration', duration)}
          error={form.errors.duration ?? form.errors.durationMinutes}
        />
      </div>
      {isChoosing ? (
        <TimeZoneSelect
          label={t('meetings.fields.timeZone')}
          value={values.timeZone}
          onChange={(timeZone) => form.setFieldValue('timeZone', timeZone)}
          error={form.errors.timeZone}
        />
      ) : (
        <p className="mt-plain mt-small td-muted">
          {t('meetings.form.zone', { zone: values.timeZone.replaceAll('_', ' ') })}{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => setIsChoosing(true)}>
            {t('meetings.form.changeZone')}
          </Button>
        </p>
      )}
    </>
  )
}

/** A seat for each department that must be heard; the quorum waits for the required ones. */
export function SeatFields({ form }: Props) {
  const t = useT()
  const { departments } = useMe()
  const { data } = useApi('GET /departments')
  const { seats } = form.values
  const set = (next: readonly Seat[]) => form.setFieldValue('seats', next)
  const isDeserted = (id: string) => data?.items.find((one) => one.id === id)?.memberCount === 0
  // A department of nobody cannot be invited: it is not proposed once that is known.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what people choose afterwards is theirs
  useEffect(() => {
    if (seats.some((seat) => isDeserted(seat.departmentId))) set(seats.filter((seat) => !isDeserted(seat.departmentId)))
  }, [data])
  const wrong = Object.entries(form.errors).find(([field]) => field === 'seats' || field.startsWith('departmentIds'))
  const wrongSeat = seats[Number(wrong?.[0].split('.')[1])]?.departmentId
  const wrongName = departments.find(({ id }) => id === wrongSeat)?.name
  return (
    <fieldset className="mt-seat-fields">
      <legend>{t('meetings.seats.title')}</legend>
      <p className="mt-plain mt-small td-muted">{t('meetings.seats.hint')}</p>
      {departments.map((department) => {
        const seat = seats.find(({ departmentId }) => departmentId === department.id)
        return (
          <div key={department.id} className="mt-seat-field">
            <Checkbox
              label={<DepartmentMark department={department.id} />}
              checked={seat !== undefined}
              disabled={seat === undefined && isDeserted(department.id)}
              {...(isDeserted(department.id) && { description: t('meetings.seats.deserted') })}
              onChange={(event) =>
                set(
                  event.currentTarget.checked
                    ? [...seats, { departmentId: department.id, required: true }]
                    : seats.filter(({ departmentId }) => departmentId !== department.id),
                )
              }
            />
            {seat && (
              <Checkbox
                size="xs"
                label={t('meetings.seats.required')}
                aria-label={t('meetings.seats.requiredOf', { department: department.name })}
                checked={seat.required}
                onChange={(event) => {
                  const required = event.currentTarget.checked
                  set(seats.map((one) => (one.departmentId === department.id ? { ...one, required } : one)))
                }}
              />
            )}
          </div>
        )
      })}
      {wrong && (
        <p className="mt-plain mt-small mt-wrong" role="alert">
          {wrongName && `${wrongName}: `}
          {wrong[1]}
        </p>
      )}
    </fieldset>
  )
}

/** Who leads: always the same person, or in turns. */
export function LeaderFields({ form, canRotate }: Props & { canRotate: boolean }) {
  const t = useT()
  const members = useMembers()
  const { values } = form
  return (
    <>
      <Group align="flex-end" gap="sm">
        <MemberSelect
          label={t(values.rotates && canRotate ? 'meetings.leader.first' : 'meetings.fields.leader')}
          required
          flex={1}
          value={values.leaderId}
          onChange={(id) => form.setFieldValue('leaderId', id)}
          error={form.errors.leaderId}
        />
        {canRotate && (
          <SegmentedControl
            aria-label={t('meetings.leader.rotation')}
            value={values.rotates ? 'rotating' : 'fixed'}
            onChange={(next) => form.setFieldValue('rotates', next === 'rotating')}
            data={(['fixed', 'rotating'] as const).map((value) => ({ value, label: t(`meetings.leader.${value}`) }))}
          />
        )}
      </Group>
      {canRotate && values.rotates && (
        <MultiSelect
          label={t('meetings.leader.turns')}
          description={t('meetings.leader.turnsHint')}
          searchable
          data={members.map((member) => ({ value: member.id, label: member.fullName }))}
          value={values.rotationIds}
          onChange={(ids) => form.setFieldValue('rotationIds', ids)}
          error={form.errors.rotationIds}
        />
      )}
    </>
  )
}

/** Where, and for which project. */
export function PlaceFields({ form }: Props) {
  const t = useT()
  const can = useCan()
  const { data } = useApi('GET /projects', { query: { limit: 100 } }, { enabled: can('projects.read') })
  const projects = data?.items ?? []
  return (
    <>
      <TextInput
        label={t('meetings.fields.place')}
        placeholder={t('meetings.form.placePlaceholder')}
        maxLength={300}
        {...form.getInputProps('place')}
        error={form.errors.place ?? form.errors.url ?? form.errors.location}
      />
      {projects.length > 0 && (
        <Select
          label={t('meetings.fields.project')}
          clearable
          searchable
          data={projects.map((project) => ({ value: project.id, label: project.name }))}
          {...form.getInputProps('projectId')}
        />
      )}
    </>
  )
}
