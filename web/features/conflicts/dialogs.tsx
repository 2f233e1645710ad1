import { Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Conflict } from '#contract/conflicts.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Props = { conflict: Conflict; onClose: () => void }

export function DecideDialog({ conflict, onClose }: Props) {
  const t = useT()
  const form = useForm<{ text: string; reviewOn: string | null }>({
    initialValues: { text: '', reviewOn: null },
    validate: { reviewOn: (day) => (day === null ? t('rules.required') : null) },
  })
  const decide = useAct('POST /conflicts/:id/decisions', { form, done: t('conflicts.acts.decided'), idempotent: true })
  return (
    <FormDialog
      title={t('conflicts.acts.decide')}
      form={form}
      onClose={onClose}
      busy={decide.isPending}
      submitLabel={t('conflicts.acts.decide')}
      onSubmit={async ({ text, reviewOn }) => {
        if (!reviewOn) return
        await decide.mutateAsync({ params: { id: conflict.id }, body: { text, reviewOn } })
        onClose()
      }}
    >
      <p className="cf-none">{t('conflicts.decide.hint')}</p>
      <Textarea
        label={t('conflicts.decide.text')}
        required
        autosize
        minRows={3}
        maxLength={10_000}
        data-autofocus
        {...form.getInputProps('text')}
      />
      <DateField
        label={t('conflicts.decide.reviewOn')}
        required
        value={form.values.reviewOn}
        onChange={(day) => form.setFieldValue('reviewOn', day)}
        error={form.errors.reviewOn}
      />
    </FormDialog>
  )
}

export function ReviewDialog({ conflict, outcome, onClose }: Props & { outcome: 'settled' | 'recurs' }) {
  const t = useT()
  const form = useForm({ initialValues: { note: '' } })
  const review = useAct('POST /conflicts/:id/reviews', {
    form,
    done: t(`conflicts.review.done.${outcome}`),
    idempotent: true,
  })
  return (
    <FormDialog
      title={t(outcome === 'settled' ? 'conflicts.acts.settle' : 'conflicts.acts.reopen')}
      form={form}
      onClose={onClose}
      busy={review.isPending}
      onSubmit={async ({ note }) => {
        await review.mutateAsync({
          params: { id: conflict.id },
          body: { outcome, ...(note.trim() && { note: note.trim() }) },
        })
        onClose()
      }}
    >
      <p className="cf-none">{t(`conflicts.review.hint.${outcome}`)}</p>
      <Textarea
        label={t('conflicts.review.note')}
        autosize
        minRows={2}
        maxLength={5000}
        data-autofocus
        {...form.getInputProps('note')}
      />
    </FormDialog>
  )
}
