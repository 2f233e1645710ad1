import { Checkbox, Group, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { type Locale, useLocale, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { useGrantableRoles } from './use-grantable-roles.ts'

export default function Invite({ onClose }: CreateProps) {
  const t = useT()
  const { locales } = useLocale()
  const { departments, workspace } = useMe()
  const { roles, usual } = useGrantableRoles()
  const form = useForm({
    initialValues: {
      email: '',
      fullName: '',
      roleId: '',
      departmentIds: [] as string[],
      locale: workspace.locale as Locale,
    },
  })
  const invite = useAct('POST /invitations', {
    form,
    idempotent: true,
    invalidates: ['/invitations'],
    done: (_, { body }) => t('accounts.members.invited', { email: body.email }),
  })
  return (
    <FormDialog
      title={t('accounts.members.invite')}
      form={form}
      onClose={onClose}
      busy={invite.isPending}
      submitLabel={t('accounts.members.sendInvitation')}
      onSubmit={async ({ fullName, roleId, ...values }) => {
        await invite.mutateAsync({
          body: { ...values, roleId: roleId || usual, ...(fullName.trim() && { fullName: fullName.trim() }) },
        })
        onClose()
      }}
    >
      <TextInput
        label={t('accounts.fields.email')}
        type="email"
        required
        data-autofocus
        {...form.getInputProps('email')}
      />
      <TextInput label={t('accounts.fields.fullName')} {...form.getInputProps('fullName')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('accounts.fields.role')}
          allowDeselect={false}
          data={roles.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('roleId')}
          value={form.values.roleId || usual}
        />
        <Select
          label={t('app.language')}
          allowDeselect={false}
          data={locales.map((one) => ({ value: one, label: t(`app.languages.${one}`) }))}
          {...form.getInputProps('locale')}
        />
      </SimpleGrid>
      <Checkbox.Group label={t('accounts.fields.departments')} {...form.getInputProps('departmentIds')}>
        <Group mt="xs" gap="lg">
          {departments.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name} />
          ))}
        </Group>
      </Checkbox.Group>
    </FormDialog>
  )
}
