import { Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo, useSearch } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'

type Values = { title: string; text: string; departmentId: string | null }

export default function CreateIdea({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const { departments } = useMe()
  const [{ projectId }] = useSearch()
  const form = useForm<Values>({ initialValues: { title: '', text: '', departmentId: null } })
  const create = useAct('POST /ideas', { form, done: t('ideas.create.done'), idempotent: true })
  return (
    <FormDialog
      title={t('ideas.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('ideas.create.action')}
      onSubmit={async (values) => {
        const idea = await create.mutateAsync({
          body: { ...values, ...(typeof projectId === 'string' && { projectId }) },
        })
        onClose()
        go(`/ideas/${idea.id}`)
      }}
    >
      <TextInput
        label={t('ideas.fields.title')}
        placeholder={t('ideas.create.placeholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <Textarea
        label={t('ideas.fields.text')}
        autosize
        minRows={3}
        maxLength={10_000}
        {...form.getInputProps('text')}
      />
      <Select
        label={t('ideas.fields.department')}
        placeholder={t('ideas.create.everybody')}
        clearable
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps('departmentId')}
      />
    </FormDialog>
  )
}
