import { Button } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { NotificationItem } from './item.tsx'
import './notifications.css'

/** The inbox below the bell. */
export default function Panel({ onClose }: { onClose: () => void }) {
  const t = useT()
  const inbox = useApiPages('GET /notifications', { query: { state: 'inbox', limit: 20 } }, { staleTime: 0 })
  const clear = useAct('POST /notifications/all-done', {
    invalidates: ['/notifications', '/today'],
    done: ({ done }) => t('platform.notifications.cleared', { done }),
  })
  return (
    <section className="td-inbox">
      <header className="td-inbox-head">
        <h2>{t('platform.notifications.title')}</h2>
        {inbox.items.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            loading={clear.isPending}
            onClick={() => clear.mutate({})}
          >
            {t('platform.notifications.allDone')}
          </Button>
        )}
      </header>
      <ul className="td-inbox-list" aria-busy={inbox.isPending}>
        {inbox.items.map((item) => (
          <NotificationItem key={item.id} item={item} onOpen={onClose} />
        ))}
      </ul>
      {!inbox.isPending && inbox.items.length === 0 && (
        <p className="td-inbox-none">
          <strong>{t('platform.notifications.empty.inboxTitle')}</strong>
          {t('platform.notifications.empty.inbox')}
        </p>
      )}
      <footer className="td-inbox-foot">
        <Link to="/notifications" onClick={onClose}>
          {t('platform.notifications.all')}
        </Link>
      </footer>
    </section>
  )
}
