import { ActionIcon, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { IconEye, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import type { Role } from './role.ts'
import { RoleDialog } from './role-dialog.tsx'
import { MemberTabs } from './tabs.tsx'

export default function Roles() {
  const t = useT()
  const mayManage = useCan()('roles.manage')
  const { permissions } = useMe()
  const [shown, setShown] = useState<Role | 'new' | null>(null)
  const [deleting, setDeleting] = useState<Role | null>(null)
  const roles = useApi('GET /roles')
  const remove = useAct('DELETE /roles/:id', { done: t('accounts.roleList.deleted') })
  if (roles.error && !roles.data) return <ErrorScreen error={roles.error} reset={() => void roles.refetch()} />
  if (!roles.data) return <PageSkeleton />
  const add = mayManage && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setShown('new')}>
      {t('accounts.roleList.add')}
    </Button>
  )
  const editable = (role: Role) =>
    mayManage && !role.isBuiltIn && role.permissions.every((name) => permissions.includes(name))
  return (
    <MemberTabs>
      <Page
        title={t('accounts.members.tabs.roles')}
        subtitle={t('accounts.roleList.subtitle')}
        actions={add}
        width="wide"
      >
        <Stack gap="xs">
          {roles.data.items.map((role) => (
            <Group key={role.id} className="td-card" justify="space-between" wrap="nowrap">
              <div>
                <Group gap="xs">
                  <Text fw={500}>{role.name}</Text>
                  {role.isBuiltIn && <Badge color="gray">{t('accounts.roleList.builtIn')}</Badge>}
                </Group>
                <Group gap="sm">
                  <Text size="sm" c="dimmed">
                    {t('accounts.roleList.permissionCount', { count: role.permissions.length })}
                  </Text>
                  <Link to="/members" search={{ roleId: role.id }}>
                    {t('accounts.departments.memberCount', { count: role.memberCount })}
                  </Link>
                </Group>
              </div>
              <Group gap={4} wrap="nowrap">
                <ActionIcon
                  aria-label={t(editable(role) ? 'accounts.roleList.edit' : 'accounts.roleList.show', {
                    name: role.name,
                  })}
                  onClick={() => setShown(role)}
                >
                  {editable(role) ? <IconPencil size={17} /> : <IconEye size={17} />}
                </ActionIcon>
                {editable(role) && (
                  <ActionIcon
                    aria-label={t('accounts.roleList.delete', { name: role.name })}
                    onClick={() => setDeleting(role)}
                  >
                    <IconTrash size={17} />
                  </ActionIcon>
                )}
              </Group>
            </Group>
          ))}
        </Stack>
        {shown && (
          <RoleDialog
            role={shown === 'new' ? null : shown}
            readOnly={shown !== 'new' && !editable(shown)}
            onClose={() => setShown(null)}
          />
        )}
        {deleting && (
          <ConfirmDialog
            title={t('accounts.roleList.delete', { name: deleting.name })}
            text={t('accounts.roleList.deleteText')}
            onConfirm={() => remove.mutateAsync({ params: { id: deleting.id } })}
            onClose={() => setDeleting(null)}
          />
        )}
      </Page>
    </MemberTabs>
  )
}
