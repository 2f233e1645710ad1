import { ActionIcon, Badge, Button, Group, Table, Text, Tooltip } from '@mantine/core'
import { IconMailForward, IconTrash, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import Invite from './invite.tsx'
import { MemberTabs } from './tabs.tsx'

export default function Invitations() {
  const t = useT()
  const [inviting, setInviting] = useState(false)
  const invitations = useApi('GET /invitations')
  if (invitations.error && !invitations.data)
    return <ErrorScreen error={invitations.error} reset={() => void invitations.refetch()} />
  if (!invitations.data) return <PageSkeleton />
  const { items } = invitations.data
  const invite = (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
      {t('accounts.members.invite')}
    </Button>
  )
  return (
    <MemberTabs>
      <Page title={t('accounts.members.tabs.invitations')} actions={invite} width="wide">
        {items.length === 0 ? (
          <EmptyState
            picture={<IconMailForward size={40} stroke={1.2} />}
            title={t('accounts.invitations.emptyTitle')}
            text={t('accounts.invitations.emptyText')}
          />
        ) : (
          <Table.ScrollContainer minWidth={600}>
            <InvitationTable items={items} />
          </Table.ScrollContainer>
        )}
        {inviting && <Invite onClose={() => setInviting(false)} />}
      </Page>
    </MemberTabs>
  )
}

function InvitationTable({
  items,
}: {
  items: NonNullable<ReturnType<typeof useApi<'GET /invitations'>>['data']>['items']
}) {
  const t = useT()
  const format = useFormat()
  const resend = useAct('POST /invitations/:id/delivery', {
    done: ({ email }) => t('accounts.invitations.resent', { email }),
  })
  const revoke = useAct('DELETE /invitations/:id', { done: t('accounts.invitations.revoked') })
  return (
    <Table verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('accounts.fields.email')}</Table.Th>
          <Table.Th>{t('accounts.fields.role')}</Table.Th>
          <Table.Th>{t('accounts.invitations.sent')}</Table.Th>
          <Table.Th>{t('accounts.invitations.state')}</Table.Th>
          <Table.Th>
            <span className="td-hidden">{t('accounts.invitations.acts')}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>
              <Text fw={500}>{one.email}</Text>
              {one.fullName && (
                <Text size="xs" c="dimmed">
                  {one.fullName}
                </Text>
              )}
            </Table.Td>
            <Table.Td>{one.roleName}</Table.Td>
            <Table.Td>
              {format.date(one.createdAt)}
              {one.invitedByName && (
                <Text size="xs" c="dimmed">
                  {t('accounts.invitations.by', { name: one.invitedByName })}
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              {one.state === 'open' ? (
                <Badge>{t('accounts.invitations.openUntil', { date: format.date(one.expiresAt) })}</Badge>
              ) : (
                <Badge color="amber">{t('accounts.invitations.expired')}</Badge>
              )}
            </Table.Td>
            <Table.Td>
              <Group gap={4} justify="flex-end" wrap="nowrap">
                <Tooltip label={t('accounts.invitations.resend')}>
                  <ActionIcon
                    aria-label={t('accounts.invitations.resendTo', { email: one.email })}
                    onClick={() => resend.mutate({ params: { id: one.id } })}
                  >
                    <IconMailForward size={17} />
                  </ActionIcon>
                </Tooltip>
                <Tooltip label={t('accounts.invitations.revoke')}>
                  <ActionIcon
                    aria-label={t('accounts.invitations.revokeOf', { email: one.email })}
                    onClick={() => revoke.mutate({ params: { id: one.id } })}
                  >
                    <IconTrash size={17} />
                  </ActionIcon>
                </Tooltip>
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
