import type { OrderRecord } from '#contract/orders.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Money } from '../../kernel/record/money.tsx'

/** What was sold, line by line, and how it adds up to what was paid. */
export function Lines({ order }: { order: OrderRecord }) {
  const t = useT()
  const format = useFormat()
  const sum = order.lines.reduce((total, line) => total + line.total.amountCents, 0)
  const rest = order.total.amountCents - sum
  const { currency } = order.total
  return (
    <section className="or-card" aria-label={t('orders.lines.title')}>
      <div className="or-scroll">
        <table className="or-table">
          <caption>{t('orders.lines.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('orders.lines.product')}</th>
              <th scope="col" className="or-end">
                {t('orders.lines.quantity')}
              </th>
              <th scope="col" className="or-end">
                {t('orders.lines.unitPrice')}
              </th>
              <th scope="col" className="or-end">
                {t('orders.lines.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <tr key={line.id}>
                <td>
                  {line.productId ? <Link to={`/products/${line.productId}`}>{line.name}</Link> : line.name}
                  {line.sku && <span className="or-sku">{line.sku}</span>}
                </td>
                <td className="or-end td-num">
                  {format.number(line.quantity)}
                  {line.returned > 0 && (
                    <span className="or-sku">{t('orders.lines.returned', { count: line.returned })}</span>
                  )}
                </td>
                <td className="or-end">
                  <Money value={line.unitPrice} />
                </td>
                <td className="or-end">
                  <Money value={line.total} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {rest !== 0 && (
              <tr>
                <th scope="row" colSpan={3}>
                  {t('orders.lines.rest')}
                </th>
                <td className="or-end">
                  <Money value={{ amountCents: rest, currency }} />
                </td>
              </tr>
            )}
            <tr>
              <th scope="row" colSpan={3}>
                {t('orders.fields.total')}
              </th>
              <td className="or-end">
                <strong>
                  <Money value={order.total} />
                </strong>
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  )
}
