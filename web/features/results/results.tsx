import { SegmentedControl } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { Funnel } from './funnel.tsx'
import { daysOf, periods, todayIn } from './period.ts'
import { Sources } from './sources.tsx'
import { Won } from './won.tsx'
import './results.css'

/** The first report: small, exact, and every number opens the records behind it. */
export default function Results() {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const { workspace } = useMe()
  const [search, setSearch] = useSearch()
  const period = periods.find((one) => one === search.period) ?? 'month'
  const days = daysOf(period, todayIn(workspace.timeZone))
  return (
    <Page title={t('results.title')} subtitle={t('results.subtitle')}>
      <div className="td-results-period">
        <SegmentedControl
          aria-label={t('results.period')}
          value={period}
          onChange={(next) => setSearch(next === 'month' ? {} : { period: next })}
          data={periods.map((value) => ({ value, label: t(`results.periods.${value}`) }))}
        />
        <span className="td-muted">
          {t('results.range', { from: format.date(days.from), to: format.date(days.to) })}
        </span>
      </div>
      <div className="td-results">
        <Funnel days={days} />
        <Sources days={days} />
        {can('deals.read') && <Won />}
      </div>
    </Page>
  )
}
