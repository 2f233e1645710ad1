import { Checkbox, Input, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { type DepartmentOwner, DepartmentOwners } from '../../kernel/form/department-owners.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { parts } from './parts.tsx'
import { seatsBody } from './seats.ts'

/** Name, who takes part, and what it runs on: one of the three is enough. */
export default function CreateProject({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const { departments } = useMe()
  const both = departments.filter(({ key }) => key === 'marketing' || key === 'sales')
  const form = useForm({
    initialValues: {
      ...{ name: '', purpose: '' },
      seats: both.map(({ id }) => ({ departmentId: id, ownerId: null })) as DepartmentOwner[],
      runsOn: { meetings: true, checklist: true, training: true },
    },
    validate: {
      seats: (seats) => (seats.length === 0 ? t('rules.required') : null),
      runsOn: (runsOn) => (parts.some((part) => runsOn[part]) ? null : t('rules.runs_on_nothing')),
    },
  })
  const create = useAct('POST /projects', { form, done: t('projects.create.done'), idempotent: true })
  return (
    <FormDialog
      title={t('projects.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('projects.create.action')}
      onSubmit={async ({ name, purpose, seats, runsOn }) => {
        const project = await create.mutateAsync({ body: { name, purpose, runsOn, ...seatsBody(seats) } })
        onClose()
        go(`/projects/${project.id}`)
      }}
    >
      <TextInput
        label={t('projects.fields.name')}
        placeholder={t('projects.create.namePlaceholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label={t('projects.fields.purpose')}
        autosize
        minRows={2}
        maxLength={4000}
        {...form.getInputProps('purpose')}
      />
      <Input.Wrapper
        label={t('projects.fields.runsOn')}
        description={t('projects.create.runsOnHint')}
        labelElement="div"
        role="group"
        error={form.errors.runsOn}
      >
        <Stack gap="xs" my="xs">
          {parts.map((part) => (
            <Checkbox
              key={part}
              label={t(`projects.parts.${part}`)}
              {...form.getInputProps(`runsOn.${part}`, { type: 'checkbox' })}
            />
          ))}
        </Stack>
      </Input.Wrapper>
      <DepartmentOwners
        label={t('projects.fields.departments')}
        value={form.values.seats}
        onChange={(seats) => form.setFieldValue('seats', seats)}
        error={form.errors.seats}
      />
    </FormDialog>
  )
}
