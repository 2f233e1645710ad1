import { Group, MultiSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Session } from '#contract/training-parts.ts'
import type { Training } from '#contract/trainings.ts'
import { DateTimeField } from '../../../kernel/form/date-field.tsx'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../../kernel/form/number-field.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useMe } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { useMembers } from '../../../kernel/record/member-select.tsx'

const minuteMs = 60_000
type Values = {
  startsAt: string | null
  durationMinutes: number
  place: string
  url: string
  capacity: number | ''
  trainerIds: string[]
}

/** Plans a session, or changes one that has not begun. */
export function SessionDialog({
  training,
  session,
  onClose,
}: {
  training: Training
  session?: Session
  onClose: () => void
}) {
  const t = useT()
  const { member } = useMe()
  const members = useMembers()
  const form = useForm<Values>({
    initialValues: {
      startsAt: session?.startsAt ?? null,
      durationMinutes: session ? (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / minuteMs : 60,
      place: session?.place ?? '',
      url: session?.url ?? '',
      capacity: session?.capacity ?? '',
      trainerIds: session?.trainerIds ?? [member.id],
    },
    validate: { startsAt: (at) => (at === null ? t('rules.required') : null) },
  })
  const plan = useAct('POST /trainings/:id/sessions', { form, done: t('trainings.sessions.planned'), idempotent: true })
  const change = useAct('PATCH /trainings/:id/sessions/:sessionId', { form, done: t('trainings.sessions.changed') })
  return (
    <FormDialog
      title={session ? t('trainings.sessions.edit') : t('trainings.sessions.plan')}
      form={form}
      onClose={onClose}
      busy={plan.isPending || change.isPending}
      onSubmit={async ({ startsAt, capacity, url, ...values }) => {
        if (startsAt === null) return
        const body = { ...values, startsAt, url: url || null, capacity: capacity === '' ? null : capacity }
        if (session) await change.mutateAsync({ params: { id: training.id, sessionId: session.id }, body })
        else await plan.mutateAsync({ params: { id: training.id }, body })
        onClose()
      }}
    >
      <DateTimeField
        label={t('trainings.fields.startsAt')}
        required
        value={form.values.startsAt}
        onChange={(at) => form.setFieldValue('startsAt', at)}
        error={form.errors.startsAt}
      />
      <Group grow align="flex-start">
        <NumberField
          label={t('trainings.fields.durationMinutes')}
          required
          min={5}
          max={1440}
          {...form.getInputProps('durationMinutes')}
        />
        <NumberField
          label={t('trainings.fields.capacity')}
          description={t('trainings.sessions.capacityHint')}
          min={1}
          max={10_000}
          {...form.getInputProps('capacity')}
        />
      </Group>
      <TextInput label={t('trainings.fields.place')} maxLength={300} {...form.getInputProps('place')} />
      <TextInput label={t('trainings.fields.url')} type="url" placeholder="https://" {...form.getInputProps('url')} />
      <MultiSelect
        label={t('trainings.fields.trainers')}
        searchable
        data={members.map(({ id, fullName }) => ({ value: id, label: fullName }))}
        {...form.getInputProps('trainerIds')}
      />
    </FormDialog>
  )
}
