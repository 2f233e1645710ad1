import { Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { MeetingRow } from '#contract/meetings.ts'
import { api } from '../../../kernel/api.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useAct } from '../../../kernel/query.ts'

export function CancelDialog({ meeting, onClose }: { meeting: MeetingRow; onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const params = { id: meeting.id }
  const form = useForm({ initialValues: { reason: '' } })
  const cancel = useAct('POST /meetings/:id/cancellation', {
    form,
    invalidates: ['/meetings', '/meeting-series'],
    done: t('meetings.acts.cancelled'),
    undo: () => api('DELETE /meetings/:id/cancellation', { params }),
  })
  return (
    <FormDialog
      title={t('meetings.acts.cancelTitle', { name: meeting.name, day: format.day(meeting.startsAt) })}
      form={form}
      onClose={onClose}
      busy={cancel.isPending}
      submitLabel={t('meetings.acts.cancel')}
      onSubmit={async ({ reason }) => {
        await cancel.mutateAsync({ params, body: { reason: reason.trim() || null } })
        onClose()
      }}
    >
      <p className="mt-plain">{t('meetings.acts.cancelText')}</p>
      <Textarea
        label={t('meetings.acts.cancelReason')}
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}
