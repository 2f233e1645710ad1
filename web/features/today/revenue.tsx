import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Card } from './card.tsx'

/** The number of the month and its pace; each figure opens the deals it adds up. */
export function Revenue({ revenue }: { revenue: ReplyOf<'GET /today'>['revenue'] }) {
  const t = useT()
  const format = useFormat()
  const { won, lastMonth } = revenue
  const ahead = won.amountCents - lastMonth.untilSameDay.amountCents
  const amount = format.money({ amountCents: Math.abs(ahead), currency: won.currency })
  const whole = Math.max(won.amountCents, lastMonth.whole.amountCents, 1)
  const share = (cents: number) => `${(cents / whole) * 100}%`
  const behind = (from: string, to: string) => `/results/records?report=won&from=${from}&to=${to}`
  return (
    <Card title={t('today.revenue.title')}>
      <Link to={behind(revenue.monthFrom, revenue.today)} className="td-figure td-num">
        {format.money(won)}
      </Link>
      <p className="td-muted">{t('today.revenue.deals', { count: revenue.deals })}</p>
      <div
        className="td-pace"
        role="img"
        aria-label={t('today.revenue.lastMonth', {
          sameDay: format.money(lastMonth.untilSameDay),
          whole: format.money(lastMonth.whole),
        })}
        title={t('today.revenue.chart')}
      >
        <span className="td-pace-whole" style={{ width: share(lastMonth.whole.amountCents) }} />
        <span className="td-pace-won" style={{ width: share(won.amountCents) }} />
        <span className="td-pace-mark" style={{ insetInlineStart: share(lastMonth.untilSameDay.amountCents) }} />
      </div>
      <p className="td-pace-words" data-ahead={ahead > 0 || undefined} data-behind={ahead < 0 || undefined}>
        {ahead === 0
          ? t('today.revenue.same')
          : t(ahead > 0 ? 'today.revenue.ahead' : 'today.revenue.behind', { amount })}
      </p>
      <Link to={behind(lastMonth.from, lastMonth.to)} className="td-card-small">
        {t('today.revenue.lastMonth', {
          sameDay: format.money(lastMonth.untilSameDay),
          whole: format.money(lastMonth.whole),
        })}
      </Link>
      {revenue.otherCurrencies > 0 && (
        <p className="td-card-small td-muted">{t('today.revenue.others', { count: revenue.otherCurrencies })}</p>
      )}
    </Card>
  )
}
