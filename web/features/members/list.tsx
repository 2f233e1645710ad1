import { Button, Group } from '@mantine/core'
import { IconUserPlus, IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import Invite from './invite.tsx'
import { MemberTabs } from './tabs.tsx'

export default function MemberList() {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const { departments } = useMe()
  const roles = useApi('GET /roles')
  const [inviting, setInviting] = useState(false)
  const invite = can('members.manage') && (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
      {t('accounts.members.invite')}
    </Button>
  )
  return (
    <MemberTabs>
      <RecordList
        route="GET /members"
        title={t('accounts.members.title')}
        rowLabel={(row) => row.fullName}
        open={(row) => `/members/${row.id}`}
        actions={invite}
        defaultSort="fullName"
        columns={[
          {
            key: 'fullName',
            header: t('accounts.fields.fullName'),
            sort: 'fullName',
            width: 240,
            primary: true,
            render: (row) => (
              <Group gap="xs" wrap="nowrap">
                <MemberAvatar name={row.fullName} />
                <span className="td-clip">{row.fullName}</span>
              </Group>
            ),
          },
          { key: 'email', header: t('accounts.fields.email'), render: (row) => row.email, width: 240 },
          { key: 'role', header: t('accounts.fields.role'), render: (row) => row.roleName, width: 150 },
          {
            key: 'departments',
            header: t('accounts.fields.departments'),
            render: (row) => (
              <Group gap="sm" wrap="nowrap">
                {row.departments.map(({ id }) => (
                  <DepartmentMark key={id} department={id} />
                ))}
              </Group>
            ),
          },
          {
            key: 'jobTitle',
            header: t('accounts.fields.jobTitle'),
            render: (row) => row.jobTitle ?? '–',
            hidden: true,
          },
          {
            key: 'createdAt',
            header: t('accounts.members.since'),
            sort: 'createdAt',
            render: (row) => format.date(row.createdAt),
            width: 140,
          },
        ]}
        filters={[
          { kind: 'text', key: 'q', label: t('accounts.members.search') },
          {
            kind: 'multi',
            key: 'departmentId',
            label: t('accounts.fields.departments'),
            options: departments.map(({ id, name }) => ({ value: id, label: name })),
          },
          {
            kind: 'multi',
            key: 'roleId',
            label: t('accounts.fields.role'),
            options: (roles.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          },
          {
            kind: 'select',
            key: 'state',
            label: t('accounts.members.state.label'),
            options: [{ value: 'removed', label: t('accounts.members.state.removed') }],
          },
        ]}
        empty={{
          title: t('accounts.members.emptyTitle'),
          text: t('accounts.members.emptyText'),
          picture: <IconUsersGroup size={40} stroke={1.2} />,
          ...(invite && { action: invite }),
        }}
      />
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </MemberTabs>
  )
}
