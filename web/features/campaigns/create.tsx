import { Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { type DepartmentOwner, DepartmentOwners } from '../../kernel/form/department-owners.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'

type Values = { name: string; startsOn: string | null; endsOn: string | null; owners: DepartmentOwner[] | null }

/** Name and dates; both teams sit at the table from the start, each with the person who answers for it. */
export default function CreateCampaign({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const { member, departments } = useMe()
  const members = useMembers()
  const form = useForm<Values>({
    initialValues: { name: '', startsOn: null, endsOn: null, owners: null },
    validate: {
      startsOn: (day) => (day === null ? t('rules.required') : null),
      endsOn: (day, { startsOn }) =>
        day === null ? t('rules.required') : startsOn && day < startsOn ? t('rules.period_order') : null,
    },
  })
  const create = useAct('POST /campaigns', { form, done: t('campaigns.create.done'), idempotent: true })
  const mine = members.find((one) => one.id === member.id)?.departments.map((one) => one.id) ?? []
  const owners =
    form.values.owners ??
    departments
      .filter(({ key }) => key === 'marketing' || key === 'sales')
      .map(({ id }) => ({ departmentId: id, ownerId: mine.includes(id) ? member.id : null }))
  return (
    <FormDialog
      title={t('campaigns.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('campaigns.create.action')}
      onSubmit={async ({ name, startsOn, endsOn }) => {
        if (startsOn === null || endsOn === null) return
        const campaign = await create.mutateAsync({
          body: {
            ...{ name, startsOn, endsOn },
            departmentIds: owners.map((one) => one.departmentId),
            ownerIds: [...new Set(owners.flatMap((one) => one.ownerId ?? []))],
          },
        })
        onClose()
        go(`/campaigns/${campaign.id}`)
      }}
    >
      <TextInput
        label={t('campaigns.fields.name')}
        placeholder={t('campaigns.create.namePlaceholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Group grow align="flex-start">
        <DateField
          label={t('campaigns.fields.startsOn')}
          required
          value={form.values.startsOn}
          onChange={(day) => form.setFieldValue('startsOn', day)}
          error={form.errors.startsOn}
        />
        <DateField
          label={t('campaigns.fields.endsOn')}
          required
          value={form.values.endsOn}
          onChange={(day) => form.setFieldValue('endsOn', day)}
          error={form.errors.endsOn}
        />
      </Group>
      <DepartmentOwners
        label={t('campaigns.fields.owners')}
        description={t('campaigns.create.ownersHint')}
        value={owners}
        onChange={(next) => form.setFieldValue('owners', next)}
      />
    </FormDialog>
  )
}
