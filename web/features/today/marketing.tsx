import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { Card } from './card.tsx'

/** What became of what marketing brought, and what came in last. */
export function Marketing({ marketing }: { marketing: ReplyOf<'GET /today'>['marketing'] }) {
  const t = useT()
  const format = useFormat()
  const fates = (['accepted', 'rejected', 'waiting', 'expired'] as const).filter(
    (fate) => fate !== 'expired' || marketing.expired > 0,
  )
  const to = { accepted: 'accepted', rejected: 'rejected', waiting: 'pending', expired: 'expired' }
  const behind = (state?: string, reason?: string) =>
    `/results/records?report=handovers&from=${marketing.from}${state ? `&state=${state}` : ''}${reason ? `&reason=${reason}` : ''}`
  return (
    <Card title={t('today.marketing.title')} note={<span className="td-muted">{t('today.marketing.period')}</span>}>
      {marketing.handedOver === 0 ? (
        <p className="td-card-none">{t('today.marketing.none')}</p>
      ) : (
        <div className="td-fates">
          <dl>
            <div>
              <dt>{t('today.marketing.handedOver')}</dt>
              <dd className="td-num">
                <Link to={behind()}>{format.number(marketing.handedOver)}</Link>
              </dd>
            </div>
            {fates.map((fate) => (
              <div key={fate}>
                <dt>{t(`today.marketing.${fate}`)}</dt>
                <dd className="td-num">
                  <Link to={behind(to[fate])}>{format.number(marketing[fate])}</Link>
                </dd>
              </div>
            ))}
          </dl>
          {marketing.reasons.length > 0 && (
            <div className="td-reasons">
              <h3>{t('today.marketing.reasons')}</h3>
              <ul>
                {marketing.reasons.map(({ reason, count }) => (
                  <li key={reason}>
                    <span>{t(`today.marketing.reason.${reason}`)}</span>
                    <span className="td-reasons-bar" aria-hidden="true">
                      <span style={{ width: `${(count / marketing.rejected) * 100}%` }} />
                    </span>
                    <Link to={behind('rejected', reason)} className="td-num">
                      {format.number(count)}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
      <h3 className="td-card-sub">{t('today.marketing.recent')}</h3>
      {marketing.recent.length === 0 ? (
        <p className="td-card-none">{t('today.marketing.noRecent')}</p>
      ) : (
        <ul className="td-rows">
          {marketing.recent.map((one) => (
            <li key={one.id}>
              <Link to={`/contacts/${one.contactId}`} className="td-row">
                <span className="td-row-name">
                  <strong className="td-clip">{one.contactName}</strong>
                  <span className="td-muted td-clip">{one.formName}</span>
                </span>
                <span className="td-row-marks">
                  <TemperatureBadge value={one.temperature} />
                  <time className="td-muted td-num" dateTime={one.at} title={format.dateTime(one.at)}>
                    {format.relative(one.at)}
                  </time>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
