import { Checkbox, Input, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useGo, useSearch } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'

/** What about, who teaches, who learns; the rest is done on its page. */
export default function CreateTraining({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const { member, departments } = useMe()
  const members = useMembers()
  const [{ projectId }] = useSearch()
  const own = members.find((one) => one.id === member.id)?.departments[0]?.id ?? null
  const form = useForm<{ title: string; topic: string; teacher: string | null; learners: string[]; required: boolean }>(
    {
      initialValues: { title: '', topic: '', teacher: null, learners: [], required: false },
      validate: { learners: (learners) => (learners.length === 0 ? t('rules.required') : null) },
    },
  )
  const create = useAct('POST /trainings', { form, done: t('trainings.create.done'), idempotent: true })
  const teacher = form.values.teacher ?? own ?? departments[0]?.id ?? null
  return (
    <FormDialog
      title={t('trainings.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('trainings.create.action')}
      onSubmit={async ({ title, topic, learners, required }) => {
        if (!teacher) return
        const training = await create.mutateAsync({
          body: {
            ...{ title, topic, departmentId: teacher, departmentIds: learners },
            ...(required && { required }),
            ...(typeof projectId === 'string' && { projectId }),
          },
        })
        onClose()
        go(`/trainings/${training.id}`)
      }}
    >
      <TextInput
        label={t('trainings.fields.title')}
        placeholder={t('trainings.create.titlePlaceholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <TextInput
        label={t('trainings.fields.topic')}
        description={t('trainings.create.topicHint')}
        placeholder={t('trainings.create.topicPlaceholder')}
        required
        maxLength={80}
        {...form.getInputProps('topic')}
      />
      <Select
        label={t('trainings.fields.department')}
        required
        allowDeselect={false}
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        value={teacher}
        onChange={(id) => form.setFieldValue('teacher', id)}
      />
      <Input.Wrapper
        label={t('trainings.fields.departments')}
        labelElement="div"
        role="group"
        error={form.errors.learners}
      >
        <Stack gap="xs" my="xs">
          {departments.map(({ id }) => (
            <Checkbox
              key={id}
              label={<DepartmentMark department={id} />}
              checked={form.values.learners.includes(id)}
              onChange={(event) =>
                form.setFieldValue(
                  'learners',
                  event.currentTarget.checked
                    ? [...form.values.learners, id]
                    : form.values.learners.filter((one) => one !== id),
                )
              }
            />
          ))}
        </Stack>
      </Input.Wrapper>
      {can('trainings.manage') && (
        <Switch
          label={t('trainings.create.required')}
          description={t('trainings.create.requiredHint')}
          {...form.getInputProps('required', { type: 'checkbox' })}
        />
      )}
    </FormDialog>
  )
}
