import { Button, Center, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconLock, IconMap2, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ApiProblem } from '../api.ts'
import { useT } from '../i18n.tsx'
import { Link, usePageTitle } from '../navigation.tsx'
import { problemText } from '../toast.tsx'

export function NotFoundScreen() {
  const t = useT()
  return (
    <Message icon={<IconMap2 size={40} stroke={1.2} />} title={t('app.notFound.title')} text={t('app.notFound.text')}>
      <Home />
    </Message>
  )
}

export function ForbiddenScreen() {
  const t = useT()
  return (
    <Message icon={<IconLock size={40} stroke={1.2} />} title={t('app.forbidden.title')} text={t('app.forbidden.text')}>
      <Home />
    </Message>
  )
}

export function ErrorScreen({ error, reset }: { error: unknown; reset?: () => void }) {
  const t = useT()
  // What a screen asks on opening is in its address: one that asks for what cannot be leads nowhere either.
  if (error instanceof ApiProblem && (error.status === 404 || error.code === 'invalid_request'))
    return <NotFoundScreen />
  if (error instanceof ApiProblem && error.status === 403) return <ForbiddenScreen />
  const text = error instanceof ApiProblem ? problemText(t, error) : t('app.error.text')
  return (
    <Message icon={<IconPlugConnectedX size={40} stroke={1.2} />} title={t('app.error.title')} text={text}>
      <Button leftSection={<IconRefresh size={16} />} onClick={reset ?? (() => window.location.reload())}>
        {t('kit.retry')}
      </Button>
      <Home />
      {import.meta.env.DEV && error instanceof Error && <pre>{error.message}</pre>}
    </Message>
  )
}

function Message(props: { icon: ReactNode; title: string; text: string; children: ReactNode }) {
  usePageTitle(props.title)
  return (
    <Center mih="70dvh" p="lg">
      <Stack align="center" gap="sm" maw={420} ta="center">
        <span className="td-muted">{props.icon}</span>
        <Title order={1}>{props.title}</Title>
        <Text c="dimmed">{props.text}</Text>
        <Group mt="sm" justify="center">
          {props.children}
        </Group>
      </Stack>
    </Center>
  )
}

function Home() {
  const t = useT()
  return (
    <Button component={Link} to="/" variant="default" leftSection={<IconArrowLeft size={16} />}>
      {t('app.backToToday')}
    </Button>
  )
}
