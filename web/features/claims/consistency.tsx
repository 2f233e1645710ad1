import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'

/** How much of what the texts say is true, and the way to what is not. */
export function Consistency() {
  const t = useT()
  const format = useFormat()
  const report = useApi('GET /reports/consistency', {}, { keepPrevious: true }).data
  if (!report) return <div className="cl-strip td-muted">…</div>
  const { consistency, drifted, flaggedAssets } = report
  const wrong = drifted.critical + drifted.major + drifted.minor
  return (
    <div className="cl-strip" role="status">
      {consistency === null ? (
        <span className="td-muted">{t('claims.consistency.none')}</span>
      ) : (
        <strong title={t('claims.consistency.text')} className="td-num">
          {t('claims.consistency.value', { value: format.number(consistency, { maximumFractionDigits: 1 }) })}
        </strong>
      )}
      {consistency !== null && (
        <>
          <Link to="/texts?show=claims&state=drifted">{t('claims.consistency.drifted', { count: wrong })}</Link>
          <Link to="/texts?state=live&drifted=true">{t('claims.consistency.flagged', { count: flaggedAssets })}</Link>
        </>
      )}
    </div>
  )
}
