import { Group, Select, Textarea, TextInput } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { DateTimeField } from '../../kernel/form/date-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import type { TaskValues } from './words.ts'
import { taskKinds, taskPriorities } from './words.ts'

/** The fields of a task, for making and for changing one. */
export function TaskFields({ form }: { form: ReturnType<typeof useForm<TaskValues>> }) {
  const t = useT()
  const { values, setFieldValue } = form
  return (
    <>
      <TextInput
        label={t('tasks.fields.title')}
        required
        maxLength={300}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <Group grow align="flex-start">
        <Select
          label={t('tasks.fields.kind')}
          allowDeselect={false}
          data={taskKinds.map((kind) => ({ value: kind, label: t(`tasks.kinds.${kind}`) }))}
          {...form.getInputProps('kind')}
        />
        <Select
          label={t('tasks.fields.priority')}
          allowDeselect={false}
          data={taskPriorities.map((priority) => ({ value: priority, label: t(`tasks.priorities.${priority}`) }))}
          {...form.getInputProps('priority')}
        />
      </Group>
      <DateTimeField
        label={t('tasks.fields.dueAt')}
        clearable
        value={values.dueAt}
        onChange={(dueAt) => setFieldValue('dueAt', dueAt)}
      />
      <MemberSelect
        label={t('tasks.fields.assignee')}
        value={values.assigneeId}
        onChange={(assigneeId) => setFieldValue('assigneeId', assigneeId)}
      />
      <Textarea
        label={t('tasks.fields.body')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={20_000}
        {...form.getInputProps('body')}
      />
    </>
  )
}
