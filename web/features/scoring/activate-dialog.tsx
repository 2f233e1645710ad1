import { Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Props = {
  save: () => Promise<number>
  note: string | null
  onClose: () => void
  onDone: (version: number) => void
}

/** Puts the draft in force, with a note that says why. */
export function ActivateDialog({ save, note, onClose, onDone }: Props) {
  const t = useT()
  const form = useForm({ initialValues: { note: note ?? '' } })
  const activate = useAct('POST /scoring-models/:version/activation', {
    invalidates: ['/scoring-models', '/contacts'],
    done: t('scoring.activate.done'),
  })
  return (
    <FormDialog
      title={t('scoring.activate.title')}
      form={form}
      onClose={onClose}
      busy={activate.isPending}
      submitLabel={t('scoring.editor.activate')}
      onSubmit={async ({ note }) => {
        const version = await save()
        await activate.mutateAsync({ params: { version }, body: { note: note || null } })
        onClose()
        onDone(version)
      }}
    >
      <Text size="sm">{t('scoring.activate.text')}</Text>
      <Textarea
        label={t('scoring.activate.note')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        {...form.getInputProps('note')}
      />
    </FormDialog>
  )
}
