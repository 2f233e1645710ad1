import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'

/** A name is enough: the rest is written together. */
export default function CreateNote({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const form = useForm({ initialValues: { title: '' } })
  const create = useAct('POST /documents', { form, done: t('documents.create.done'), idempotent: true })
  return (
    <FormDialog
      title={t('documents.create.title')}
      submitLabel={t('documents.create.submit')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      onSubmit={async ({ title }) => {
        const { id } = await create.mutateAsync({ body: { title: title.trim() } })
        onClose()
        go(`/documents/${id}`)
      }}
    >
      <TextInput
        label={t('documents.fields.title')}
        placeholder={t('documents.create.placeholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('title')}
      />
    </FormDialog>
  )
}
