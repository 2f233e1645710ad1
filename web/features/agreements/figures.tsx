import type { Attainment, Measured } from '#contract/agreement-parts.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'

const wholeUnits = { maximumFractionDigits: 0, minimumFractionDigits: 0 }

/** How far it is kept at this moment: attainment against its target, the pace, and what that means in numbers. */
export function Figures({ attainment, now }: { attainment: Attainment; now: Measured }) {
  const t = useT()
  const format = useFormat()
  const share = now.attainment ?? 0
  const money = (amountCents: number) => format.money({ amountCents, currency: attainment.currency }, wholeUnits)
  const isGood = now.pace === null || now.pace >= 0.95
  return (
    <div className="ag-figures">
      <div className="ag-big td-num">
        <strong>{now.attainment === null ? '–' : format.percent(now.attainment, 0)}</strong>
        <span className="td-muted">{t('agreements.now.of', { target: format.percent(now.target, 0) })}</span>
      </div>
      <div
        className="ag-bar"
        role="img"
        aria-label={t('agreements.now.bar', {
          share: format.percent(share, 0),
          target: format.percent(now.target, 0),
        })}
      >
        <span data-good={isGood || undefined} style={{ width: `${Math.min(100, share * 100)}%` }} />
        <i style={{ insetInlineStart: `${Math.min(100, dueShare(now) * 100)}%` }} />
      </div>
      <p className="ag-said">
        {now.marketing &&
          t('agreements.now.marketing', {
            delivered: money(now.marketing.deliveredCents),
            target: money(now.marketing.targetCents),
            due: money(now.marketing.dueCents),
            day: now.marketing.elapsedBusinessDays,
            days: now.marketing.businessDays,
          })}
        {now.sales &&
          t('agreements.now.sales', {
            met: now.sales.leads.met,
            decided: now.sales.leads.met + now.sales.leads.breached,
            running: now.sales.leads.running,
          })}
      </p>
      <p className="ag-said">
        {now.pace === null
          ? t('agreements.now.noPace')
          : t(isGood ? 'agreements.now.onPace' : 'agreements.now.offPace', { pace: format.percent(now.pace, 0) })}
      </p>
    </div>
  )
}

/** Where attainment should be by now. */
const dueShare = ({ marketing, target }: Measured) => (marketing ? marketing.dueCents / marketing.targetCents : target)
