import { Badge, Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { OrderRecord, ReturnRecord } from '#contract/orders.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Money } from '../../kernel/record/money.tsx'

/** What came back of an order, each with its reasons and what misled. */
export function Returns({ order, onMend }: { order: OrderRecord; onMend: (one: ReturnRecord) => void }) {
  const t = useT()
  return (
    <section aria-labelledby="order-returns">
      <h2 className="td-panel-title" id="order-returns">
        {t('orders.returns.title')}
      </h2>
      {order.returns.length === 0 && <p className="td-muted">{t('orders.returns.none')}</p>}
      {order.returns.map((one) => (
        <Card key={one.id} one={one} onMend={() => onMend(one)} />
      ))}
    </section>
  )
}

function Card({ one, onMend }: { one: ReturnRecord; onMend: () => void }) {
  const t = useT()
  const format = useFormat()
  return (
    <article className="or-card">
      <header className="or-return-head">
        <span>
          <strong>{format.date(one.returnedAt)}</strong> · {t('orders.returns.refund')} <Money value={one.refund} />
        </span>
        {one.lines.length > 0 && (
          <Can permission="orders.write">
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPencil size={14} />}
              aria-label={t('orders.returns.mendOf', { date: format.date(one.returnedAt) })}
              onClick={onMend}
            >
              {t('orders.returns.mend')}
            </Button>
          </Can>
        )}
      </header>
      {one.note && <p className="or-note">{one.note}</p>}
      <ul className="or-list">
        {one.lines.map((line) => (
          <li key={line.id}>
            <span>
              {format.number(line.quantity)} × {line.name}
            </span>
            <Badge variant="light" color={line.reason === 'not_as_described' ? 'red' : 'gray'}>
              {t(`orders.reasons.${line.reason}`)}
            </Badge>
            {line.attributeKey && (
              <span className="td-muted">{t('orders.returns.misled', { attribute: line.attributeKey })}</span>
            )}
            {line.claimId && <Link to="/claims">{t('orders.returns.claim')}</Link>}
            {line.note && <span className="td-muted">{line.note}</span>}
          </li>
        ))}
      </ul>
    </article>
  )
}
