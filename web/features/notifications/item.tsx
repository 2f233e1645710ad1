import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconClockPause } from '@tabler/icons-react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { snoozeChoices } from './snooze-choices.ts'
import { notificationWords } from './words.ts'

type Notification = ReplyOf<'GET /notifications'>['items'][number]
const refreshed = { invalidates: ['/notifications', '/today'] }

/** One notification: opening it marks it as seen; done and snooze are one press away. */
export function NotificationItem({ item, onOpen }: { item: Notification; onOpen?: () => void }) {
  const t = useT()
  const format = useFormat()
  const read = useAct('POST /notifications/:id/reading', refreshed)
  const reopen = useAct('DELETE /notifications/:id/done', refreshed)
  const done = useAct('POST /notifications/:id/done', {
    ...refreshed,
    done: t('platform.notifications.doneOne'),
    undo: () => reopen.mutateAsync({ params: { id: item.id } }),
  })
  const snooze = useAct('POST /notifications/:id/snooze', { ...refreshed, done: t('platform.notifications.snoozed') })
  const params = { id: item.id }
  const isNew = item.readAt === null
  const waits = item.doneAt === null && item.snoozedUntil !== null && Date.parse(item.snoozedUntil) > Date.now()
  return (
    <li className="td-inbox-item" data-new={isNew || undefined}>
      <Link
        to={item.link}
        className="td-inbox-link"
        onClick={() => {
          if (isNew) read.mutate({ params })
          onOpen?.()
        }}
      >
        {isNew && <span className="td-inbox-dot" role="img" aria-label={t('platform.notifications.unread')} />}
        <span>{notificationWords(t, item.kind, item.params)}</span>
        <time dateTime={item.createdAt} title={format.dateTime(item.createdAt)}>
          {waits
            ? t('platform.notifications.snoozedUntil', { at: format.dateTime(item.snoozedUntil) })
            : format.relative(item.createdAt)}
        </time>
      </Link>
      <span className="td-inbox-acts">
        {item.doneAt !== null || waits ? (
          <ActionIcon
            title={t('platform.notifications.reopen')}
            aria-label={t('platform.notifications.reopen')}
            onClick={() => reopen.mutate({ params })}
          >
            <IconArrowBackUp size={17} stroke={1.6} />
          </ActionIcon>
        ) : (
          <>
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon title={t('platform.notifications.snooze')} aria-label={t('platform.notifications.snooze')}>
                  <IconClockPause size={17} stroke={1.6} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {snoozeChoices(new Date()).map(({ key, until }) => (
                  <Menu.Item key={key} onClick={() => snooze.mutate({ params, body: { until: until.toISOString() } })}>
                    {t(`platform.notifications.until.${key}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <ActionIcon
              title={t('platform.notifications.done')}
              aria-label={t('platform.notifications.done')}
              onClick={() => done.mutate({ params })}
            >
              <IconCheck size={17} stroke={1.6} />
            </ActionIcon>
          </>
        )}
      </span>
    </li>
  )
}
