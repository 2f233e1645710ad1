import { ActionIcon, Alert, Button, Group, Modal, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { CopyField } from '../../../kernel/record/copy-field.tsx'

/** The reader's meetings in their own calendar: a private address, shown once, revoked at any time. */
export function CalendarFeeds({ onClose }: { onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const [name, setName] = useState('')
  const { data } = useApi('GET /calendar-feeds')
  const make = useAct('POST /calendar-feeds')
  const revoke = useAct('DELETE /calendar-feeds/:id', { done: t('meetings.feeds.revoked') })
  const feeds = data?.items ?? []
  return (
    <Modal opened onClose={onClose} title={t('meetings.feeds.title')} size="lg">
      <p className="mt-plain">{t('meetings.feeds.text')}</p>
      {make.data ? (
        <Alert color="green" mt="md">
          <CopyField label={t('meetings.feeds.url')} value={make.data.url} description={t('meetings.feeds.once')} />
        </Alert>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            make.mutate({ body: name.trim() ? { name: name.trim() } : {} })
          }}
        >
          <Group align="flex-end" mt="md">
            <TextInput
              flex={1}
              label={t('meetings.feeds.name')}
              placeholder={t('meetings.feeds.namePlaceholder')}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" loading={make.isPending}>
              {t('meetings.feeds.make')}
            </Button>
          </Group>
        </form>
      )}
      {feeds.length > 0 && (
        <ul className="mt-feeds">
          {feeds.map((feed) => (
            <li key={feed.id}>
              <div>
                <strong>{feed.name}</strong>
                <span className="td-muted mt-small">
                  {feed.lastReadAt
                    ? t('meetings.feeds.lastRead', { when: format.relative(feed.lastReadAt) })
                    : t('meetings.feeds.neverRead')}
                </span>
              </div>
              <ActionIcon
                color="red"
                aria-label={t('meetings.feeds.revoke', { name: feed.name })}
                onClick={() => revoke.mutate({ params: { id: feed.id } })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
