import { Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Permission } from '#contract/permissions.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { PermissionMatrix } from '../../kernel/form/permission-matrix.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import type { Role } from './role.ts'

/** A role's name and the matrix of its permissions; built-in roles are only shown. */
export function RoleDialog({ role, readOnly, onClose }: { role: Role | null; readOnly: boolean; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { name: role?.name ?? '', permissions: role?.permissions ?? [] } })
  const create = useAct('POST /roles', { form, idempotent: true, done: t('accounts.roleList.created') })
  const patch = useAct('PATCH /roles/:id', {
    form,
    invalidates: ['/roles', '/me'],
    done: t('accounts.roleList.saved'),
    ...(role && { ifMatch: `"${role.version}"` }),
  })
  if (readOnly)
    return (
      <Modal opened onClose={onClose} title={role?.name} size="lg">
        <PermissionMatrix value={form.values.permissions} />
      </Modal>
    )
  return (
    <FormDialog
      title={role ? t('accounts.roleList.edit', { name: role.name }) : t('accounts.roleList.add')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={create.isPending || patch.isPending}
      onSubmit={async (values) => {
        const body = { name: values.name, permissions: values.permissions as Permission[] }
        await (role ? patch.mutateAsync({ params: { id: role.id }, body }) : create.mutateAsync({ body }))
        onClose()
      }}
    >
      <TextInput label={t('accounts.roleList.name')} data-autofocus {...form.getInputProps('name')} />
      <PermissionMatrix
        value={form.values.permissions}
        onChange={(permissions) => form.setFieldValue('permissions', permissions)}
      />
    </FormDialog>
  )
}
