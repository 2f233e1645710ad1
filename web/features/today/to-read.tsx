import { Suspense } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { Card } from './card.tsx'

type Items = ReplyOf<'GET /today'>['notifications']['items']

/** Unread notifications; their words belong to every feature and may arrive after the first screen. */
export function ToRead({ unread, items }: { unread: number; items: Items }) {
  const t = useT()
  const format = useFormat()
  return (
    <Card
      title={t('today.notifications.title')}
      note={unread > 0 && <span className="td-muted td-num">{format.number(unread)}</span>}
      more={{ to: '/notifications', label: t('today.notifications.all') }}
    >
      {items.length === 0 ? (
        <p className="td-card-none">{t('today.notifications.none')}</p>
      ) : (
        <Suspense fallback={null}>
          <Unread items={items} />
        </Suspense>
      )}
    </Card>
  )
}

function Unread({ items }: { items: Items }) {
  const t = useT()
  const format = useFormat()
  const read = useAct('POST /notifications/:id/reading', { invalidates: ['/notifications', '/today'] })
  return (
    <ul className="td-rows">
      {items.map((item) => (
        <li key={item.id}>
          <Link to={item.link} className="td-row td-row-tall" onClick={() => read.mutate({ params: { id: item.id } })}>
            <span>{t(`notifications.${item.kind}.title`, item.params)}</span>
            <time className="td-muted" dateTime={item.createdAt}>
              {format.relative(item.createdAt)}
            </time>
          </Link>
        </li>
      ))}
    </ul>
  )
}
