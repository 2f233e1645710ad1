import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'

/** Only for people who belong to more than one. */
export function WorkspacesSection() {
  const t = useT()
  const workspaces = useApi('GET /workspaces')
  const change = useAct('PUT /me/workspace', { invalidates: [] })
  const items = workspaces.data?.items ?? []
  if (items.length < 2) return null
  const enter = (workspaceId: string) =>
    change.mutate({ body: { workspaceId } }, { onSuccess: () => window.location.assign('/') })
  return (
    <SectionCard title={t('accounts.profile.workspaces.title')} text={t('accounts.profile.workspaces.text')}>
      <Stack gap="sm">
        {items.map((one) => (
          <Group key={one.id} justify="space-between" wrap="nowrap">
            <div>
              <Text fw={500}>{one.name}</Text>
              <Text size="sm" c="dimmed">
                {one.roleName}
              </Text>
            </div>
            {one.isCurrent ? (
              <Badge>{t('accounts.profile.workspaces.current')}</Badge>
            ) : (
              <Button variant="default" loading={change.isPending} onClick={() => enter(one.id)}>
                {t('accounts.profile.workspaces.enter', { workspace: one.name })}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </SectionCard>
  )
}
