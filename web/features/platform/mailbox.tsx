import { Alert, Badge, Button, Group, Modal, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { IconInfoCircle, IconMailbox, IconSend } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { stringifySearch, useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'

const states = ['queued', 'sending', 'sent', 'stored', 'failed', 'uncertain'] as const
const colours = {
  queued: 'petrol',
  sending: 'blue',
  sent: 'green',
  stored: 'gray',
  failed: 'red',
  uncertain: 'amber',
} as const

export default function Mailbox() {
  const t = useT()
  const format = useFormat()
  const [search, setSearch] = useSearch()
  const status = useApi('GET /mailbox/status').data
  const opened = typeof search.message === 'string' ? search.message : null
  return (
    <>
      {status && !status.smtp && (
        <Alert color="amber" icon={<IconInfoCircle size={18} />} m="md" mb={0}>
          {t('platform.mailbox.stored')}
        </Alert>
      )}
      <RecordList
        route="GET /mailbox"
        title={t('platform.mailbox.title')}
        rowLabel={(row) => row.subject}
        open={(row) => `/settings/mailbox${stringifySearch({ ...search, message: row.id })}`}
        actions={status?.host && <Text c="dimmed">{t('platform.mailbox.smtp', { host: status.host })}</Text>}
        filters={[
          { kind: 'text', key: 'q', label: t('platform.mailbox.search') },
          {
            kind: 'multi',
            key: 'state',
            label: t('platform.mailbox.state'),
            options: states.map((value) => ({ value, label: t(`platform.mailbox.states.${value}`) })),
          },
        ]}
        columns={[
          {
            key: 'subject',
            header: t('platform.mailbox.subject'),
            render: (row) => row.subject,
            primary: true,
            width: 380,
          },
          { key: 'to', header: t('platform.mailbox.to'), render: (row) => row.to.name ?? row.to.email, width: 220 },
          {
            key: 'state',
            header: t('platform.mailbox.state'),
            render: (row) => <State state={row.state} />,
            width: 130,
          },
          {
            key: 'createdAt',
            header: t('platform.mailbox.createdAt'),
            render: (row) => format.dateTime(row.createdAt),
            width: 180,
          },
        ]}
        empty={{
          title: t('platform.mailbox.empty'),
          text: t('platform.mailbox.emptyText'),
          picture: <IconMailbox size={40} stroke={1.2} />,
        }}
      />
      {opened && (
        <Message
          id={opened}
          onClose={() => {
            const { message: _, ...rest } = search
            setSearch(rest)
          }}
        />
      )}
    </>
  )
}

function Message({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const message = useApi('GET /mailbox/:id', { params: { id } }).data
  const resend = useAct('POST /mailbox/:id/resend', { invalidates: ['/mailbox'], done: t('platform.mailbox.resent') })
  return (
    <Modal opened onClose={onClose} size="xl" title={message?.subject ?? ''}>
      {!message ? (
        <Skeleton h={420} />
      ) : (
        <Stack gap="sm">
          <Group justify="space-between">
            <Text size="sm">
              {t('platform.mailbox.to')}:{' '}
              {message.to.name ? `${message.to.name} <${message.to.email}>` : message.to.email}
              <span className="td-muted"> · {format.dateTime(message.sentAt ?? message.createdAt)}</span>
            </Text>
            <State state={message.state} />
          </Group>
          {message.state === 'uncertain' && <Alert color="amber">{t('platform.mailbox.uncertain')}</Alert>}
          {message.error && <Alert color="red">{t('platform.mailbox.failed', { error: message.error })}</Alert>}
          {(message.state === 'failed' || message.state === 'uncertain') && (
            <Button
              w="fit-content"
              leftSection={<IconSend size={16} />}
              loading={resend.isPending}
              onClick={() => resend.mutate({ params: { id } })}
            >
              {t('platform.mailbox.resend')}
            </Button>
          )}
          <Tabs defaultValue="html">
            <Tabs.List>
              <Tabs.Tab value="html">{t('platform.mailbox.tabs.html')}</Tabs.Tab>
              <Tabs.Tab value="text">{t('platform.mailbox.tabs.text')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="html" pt="sm">
              {/* No permission in `sandbox`: the message can run nothing and reach nothing. */}
              <iframe
                title={t('platform.mailbox.frame')}
                sandbox=""
                srcDoc={message.html}
                style={{
                  width: '100%',
                  height: '60dvh',
                  border: '1px solid var(--td-line)',
                  borderRadius: 6,
                  background: '#fff',
                }}
              />
            </Tabs.Panel>
            <Tabs.Panel value="text" pt="sm">
              <pre style={{ whiteSpace: 'pre-wrap', margin: 0 }}>{message.text}</pre>
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Modal>
  )
}

function State({ state }: { state: (typeof states)[number] }) {
  const t = useT()
  return <Badge color={colours[state]}>{t(`platform.mailbox.states.${state}`)}</Badge>
}
