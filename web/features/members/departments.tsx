import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { MemberTabs } from './tabs.tsx'

type Department = ReplyOf<'GET /departments'>['items'][number]
const refreshed = ['/departments', '/members', '/me']

export default function Departments() {
  const t = useT()
  const mayManage = useCan()('departments.manage')
  const [editing, setEditing] = useState<Department | 'new' | null>(null)
  const departments = useApi('GET /departments')
  const remove = useAct('DELETE /departments/:id', { invalidates: refreshed, done: t('accounts.departments.deleted') })
  if (departments.error && !departments.data)
    return <ErrorScreen error={departments.error} reset={() => void departments.refetch()} />
  if (!departments.data) return <PageSkeleton />
  const add = mayManage && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('accounts.departments.add')}
    </Button>
  )
  return (
    <MemberTabs>
      <Page
        title={t('accounts.members.tabs.departments')}
        subtitle={t('accounts.departments.subtitle')}
        actions={add}
        width="wide"
      >
        <Stack gap="xs">
          {departments.data.items.map((one) => (
            <Group key={one.id} className="td-card" justify="space-between" wrap="nowrap">
              <div>
                <Text fw={500} component="div">
                  <DepartmentMark department={one.id} />
                </Text>
                <Link to="/members" search={{ departmentId: one.id }}>
                  {t('accounts.departments.memberCount', { count: one.memberCount })}
                </Link>
              </div>
              {mayManage && (
                <Group gap={4} wrap="nowrap">
                  <ActionIcon
                    aria-label={t('accounts.departments.rename', { name: one.name })}
                    onClick={() => setEditing(one)}
                  >
                    <IconPencil size={17} />
                  </ActionIcon>
                  {!one.isBuiltIn && (
                    <ActionIcon
                      aria-label={t('accounts.departments.delete', { name: one.name })}
                      onClick={() => remove.mutate({ params: { id: one.id } })}
                    >
                      <IconTrash size={17} />
                    </ActionIcon>
                  )}
                </Group>
              )}
            </Group>
          ))}
        </Stack>
        {editing && (
          <DepartmentDialog department={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
        )}
      </Page>
    </MemberTabs>
  )
}

function DepartmentDialog({ department, onClose }: { department: Department | null; onClose: () => void }) {
  const t = useT()
  const form = useForm({ initialValues: { name: department?.name ?? '' } })
  const create = useAct('POST /departments', { form, idempotent: true, invalidates: refreshed })
  const rename = useAct('PATCH /departments/:id', { form, invalidates: refreshed })
  return (
    <FormDialog
      title={department ? t('accounts.departments.rename', { name: department.name }) : t('accounts.departments.add')}
      form={form}
      onClose={onClose}
      busy={create.isPending || rename.isPending}
      onSubmit={async (body) => {
        await (department ? rename.mutateAsync({ params: { id: department.id }, body }) : create.mutateAsync({ body }))
        onClose()
      }}
    >
      <TextInput label={t('accounts.departments.name')} data-autofocus {...form.getInputProps('name')} />
    </FormDialog>
  )
}
