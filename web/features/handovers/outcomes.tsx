import { Group, Select, Table } from '@mantine/core'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import './inbox.css'

const periods = ['7', '30', '90', '365'] as const

/** What became of the leads that marketing handed over, and how long they waited. */
export default function Outcomes() {
  const t = useT()
  const format = useFormat()
  const [days, setDays] = useState<string>('30')
  const from = dayBefore(Number(days) - 1, format.timeZone)
  const report = useApi('GET /reports/rejections', { query: { from } }, { keepPrevious: true }).data
  const speed = useApi('GET /reports/speed-to-lead', { query: { from } }, { keepPrevious: true }).data
  if (!report || !speed) return <PageSkeleton />
  const minutes = (value: number | null) => (value === null ? '–' : format.duration(value * 60_000))
  const share = (value: number | null) => (value === null ? '–' : format.percent(value))
  const largest = Math.max(1, ...report.reasons.map((row) => row.count))
  return (
    <Page
      title={t('handovers.outcomes.title')}
      subtitle={t('handovers.outcomes.text')}
      actions={
        <Select
          aria-label={t('handovers.outcomes.period')}
          data={periods.map((value) => ({ value, label: t('handovers.outcomes.days', { days: Number(value) }) }))}
          value={days}
          onChange={(value) => value && setDays(value)}
          allowDeselect={false}
        />
      }
    >
      <h2 className="td-panel-title">{t('handovers.outcomes.states')}</h2>
      <dl className="ho-numbers" style={{ marginTop: 8 }}>
        {(['handedOver', 'pending', 'accepted', 'rejected'] as const).map((state) => (
          <div key={state}>
            <dt>{t(`handovers.outcomes.${state}`)}</dt>
            <dd className="td-num">
              {state === 'handedOver' ? (
                report[state]
              ) : (
                <Link to="/inbox" search={{ tab: state }}>
                  {format.number(report[state])}
                </Link>
              )}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('handovers.outcomes.precision')}</dt>
          <dd className="td-num">{share(report.precision)}</dd>
        </div>
      </dl>
      <h2 className="td-panel-title">{t('handovers.outcomes.reasons')}</h2>
      {report.reasons.length === 0 && <p className="td-muted">{t('handovers.outcomes.noRejections')}</p>}
      {report.reasons.length > 0 && (
        <Table mb="lg" mt="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('handovers.rejection.reason')}</Table.Th>
              <Table.Th>{t('handovers.outcomes.count')}</Table.Th>
              <Table.Th w="40%" aria-hidden="true" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.reasons.map(({ reason, count }) => (
              <Table.Tr key={reason}>
                <Table.Td>
                  <Link to="/inbox" search={{ tab: 'rejected', reason }}>
                    {t(`handovers.rejection.${reason}.title`)}
                  </Link>
                </Table.Td>
                <Table.Td className="td-num">{format.number(count)}</Table.Td>
                <Table.Td aria-hidden="true">
                  <span className="ho-bar" style={{ width: `${(count / largest) * 100}%` }} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group gap={6} mb={8}>
        <h2 className="td-panel-title">{t('handovers.outcomes.speed')}</h2>
      </Group>
      <dl className="ho-numbers">
        <Figure label={t('handovers.outcomes.system')} value={minutes(speed.system.median)} />
        <Figure label={t('handovers.outcomes.humanMedian')} value={minutes(speed.humanBusiness.median)} />
        <Figure label={t('handovers.outcomes.humanP90')} value={minutes(speed.humanBusiness.p90)} />
        <Figure label={t('handovers.outcomes.never')} value={share(speed.neverContactedShare)} />
        <Figure label={t('handovers.outcomes.sla')} value={share(speed.sla.share)} />
      </dl>
      <p className="td-muted ho-small">{t('handovers.outcomes.censored')}</p>
    </Page>
  )
}

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd className="td-num">{value}</dd>
  </div>
)

/** The local date some days ago. */
function dayBefore(days: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now() - days * 86_400_000)
}
