import { ActionIcon, Badge, Button, Group, Skeleton, Stack, Text, Tooltip } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile, IconLogout } from '@tabler/icons-react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'

type Session = ReplyOf<'GET /sessions'>['items'][number]
const phones = ['iPhone', 'iPad', 'Android']

export function SessionsSection() {
  const t = useT()
  const sessions = useApi('GET /sessions')
  const endOthers = useAct('DELETE /sessions', { done: t('accounts.profile.sessions.ended') })
  const items = sessions.data?.items
  return (
    <SectionCard title={t('accounts.profile.sessions.title')} text={t('accounts.profile.sessions.text')}>
      <Stack gap="sm">
        {!items ? <Skeleton h={40} /> : items.map((session) => <Row key={session.id} session={session} />)}
        {items && items.length > 1 && (
          <Group justify="flex-end">
            <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>
              {t('accounts.profile.sessions.endOthers')}
            </Button>
          </Group>
        )}
      </Stack>
    </SectionCard>
  )
}

function Row({ session }: { session: Session }) {
  const t = useT()
  const format = useFormat()
  const end = useAct('DELETE /sessions/:id', { done: t('accounts.profile.sessions.endedOne') })
  const { browser, system } = session
  const device =
    browser && system
      ? t('accounts.profile.sessions.device', { browser, system })
      : (browser ?? system ?? t('accounts.profile.sessions.unknown'))
  const DeviceIcon = system && phones.includes(system) ? IconDeviceMobile : IconDeviceDesktop
  return (
    <Group wrap="nowrap" gap="sm">
      <DeviceIcon size={22} stroke={1.4} aria-hidden style={{ flex: 'none' }} className="td-muted" />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={500}>{device}</Text>
          {session.isCurrent && <Badge>{t('accounts.profile.sessions.current')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('accounts.profile.sessions.seen', { when: format.relative(session.lastSeenAt) })}
          {session.ipAddress && ` · ${session.ipAddress}`}
        </Text>
      </div>
      {!session.isCurrent && (
        <Tooltip label={t('accounts.profile.sessions.end')}>
          <ActionIcon
            aria-label={t('accounts.profile.sessions.endDevice', { device })}
            onClick={() => end.mutate({ params: { id: session.id } })}
          >
            <IconLogout size={17} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  )
}
