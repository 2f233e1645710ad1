import { useForm } from '@mantine/form'
import type { MeetingRow } from '#contract/meetings.ts'
import { DateTimeField } from '../../../kernel/form/date-field.tsx'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct } from '../../../kernel/query.ts'

/** Moves one meeting; in a series the others stay where they are. */
export function MoveDialog({ meeting, onClose }: { meeting: MeetingRow; onClose: () => void }) {
  const t = useT()
  const form = useForm<{ startsAt: string | null }>({ initialValues: { startsAt: meeting.startsAt } })
  const move = useAct('PATCH /meetings/:id', {
    form,
    invalidates: ['/meetings', '/meeting-series'],
    done: t('meetings.acts.moved'),
  })
  return (
    <FormDialog
      title={t('meetings.acts.moveTitle')}
      form={form}
      onClose={onClose}
      busy={move.isPending}
      submitLabel={t('meetings.acts.move')}
      onSubmit={async ({ startsAt }) => {
        if (startsAt !== null) await move.mutateAsync({ params: { id: meeting.id }, body: { startsAt } })
        onClose()
      }}
    >
      <p className="mt-plain">{t(meeting.seriesId ? 'meetings.acts.moveTextSeries' : 'meetings.acts.moveText')}</p>
      <DateTimeField
        label={t('meetings.fields.when')}
        required
        value={form.values.startsAt}
        onChange={(startsAt) => form.setFieldValue('startsAt', startsAt)}
        error={form.errors.startsAt}
      />
    </FormDialog>
  )
}
