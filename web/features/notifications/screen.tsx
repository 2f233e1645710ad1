import { Button, SegmentedControl } from '@mantine/core'
import { IconBellCheck } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { NotificationItem } from './item.tsx'
import './notifications.css'

const states = ['inbox', 'snoozed', 'done'] as const

export default function Notifications() {
  const t = useT()
  const [search, setSearch] = useSearch()
  const state = states.find((one) => one === search.state) ?? 'inbox'
  const list = useApiPages('GET /notifications', { query: { state, limit: 50 } }, { keepPrevious: true })
  const clear = useAct('POST /notifications/all-done', {
    invalidates: ['/notifications', '/today'],
    done: ({ done }) => t('platform.notifications.cleared', { done }),
  })
  if (list.isPending) return <PageSkeleton />
  return (
    <Page
      title={t('platform.notifications.title')}
      actions={
        state === 'inbox' &&
        list.items.length > 0 && (
          <Button variant="default" loading={clear.isPending} onClick={() => clear.mutate({})}>
            {t('platform.notifications.allDone')}
          </Button>
        )
      }
    >
      <SegmentedControl
        mb="md"
        aria-label={t('platform.notifications.title')}
        value={state}
        onChange={(next) => setSearch(next === 'inbox' ? {} : { state: next })}
        data={states.map((value) => ({ value, label: t(`platform.notifications.tabs.${value}`) }))}
      />
      {list.items.length === 0 ? (
        <EmptyState
          picture={<IconBellCheck size={40} stroke={1.2} />}
          title={t(`platform.notifications.empty.${state}Title`)}
          text={t(`platform.notifications.empty.${state}`)}
        />
      ) : (
        <ul className="td-inbox-list" data-wide>
          {list.items.map((item) => (
            <NotificationItem key={item.id} item={item} />
          ))}
        </ul>
      )}
      <MoreButton pages={list} />
    </Page>
  )
}
