import { Group, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo, useSearch } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'

type Side = { departmentId: string | null; ownerId: string | null }
type Values = { title: string; text: string; sides: Side[] }

/** What it is about, and who answers for each of the two sides. */
export default function CreateConflict({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const { departments } = useMe()
  const [{ projectId }] = useSearch()
  const idOf = (key: string) => departments.find((one) => one.key === key)?.id ?? null
  const needed = (value: string | null) => (value === null ? t('rules.required') : null)
  const form = useForm<Values>({
    initialValues: {
      title: '',
      text: '',
      sides: ['sales', 'marketing'].map((key) => ({ departmentId: idOf(key), ownerId: null })),
    },
    validate: { sides: { departmentId: needed, ownerId: needed } },
  })
  const create = useAct('POST /conflicts', { form, done: t('conflicts.create.done'), idempotent: true })
  return (
    <FormDialog
      title={t('conflicts.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('conflicts.create.action')}
      onSubmit={async ({ title, text, sides }) => {
        const conflict = await create.mutateAsync({
          body: {
            ...{ title, text },
            sides: sides.flatMap(({ departmentId, ownerId }) =>
              departmentId && ownerId ? [{ departmentId, ownerId }] : [],
            ),
            ...(typeof projectId === 'string' && { projectId }),
          },
        })
        onClose()
        go(`/conflicts/${conflict.id}`)
      }}
    >
      <TextInput
        label={t('conflicts.fields.title')}
        placeholder={t('conflicts.create.placeholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <Textarea
        label={t('conflicts.fields.text')}
        autosize
        minRows={2}
        maxLength={10_000}
        {...form.getInputProps('text')}
      />
      {form.values.sides.map((side, index) => (
        <Group key={index === 0 ? 'first' : 'second'} grow align="flex-start">
          <Select
            label={t('conflicts.create.side', { number: index + 1 })}
            required
            allowDeselect={false}
            data={departments.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps(`sides.${index}.departmentId`)}
          />
          <MemberSelect
            label={t('conflicts.fields.owner')}
            required
            value={side.ownerId}
            onChange={(id) => form.setFieldValue(`sides.${index}.ownerId`, id)}
            error={form.errors[`sides.${index}.ownerId`]}
          />
        </Group>
      ))}
    </FormDialog>
  )
}
