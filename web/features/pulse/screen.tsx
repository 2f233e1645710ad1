import { Badge, Button } from '@mantine/core'
import { IconHeartbeat } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { type RowOf, useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { OpenPulse } from './open-pulse.tsx'
import { ScaleBar } from './scale-bar.tsx'
import { ScheduleCard } from './schedule.tsx'
import { StartDialog } from './start-dialog.tsx'
import './pulse.css'

type Row = RowOf<'GET /pulses'>

/** What is being asked now, how it has developed, and how often it is asked. */
export default function PulseScreen() {
  const t = useT()
  const can = useCan()
  const [starting, setStarting] = useState(false)
  const pulses = useApi('GET /pulses', { query: { limit: 50 } })
  if (!pulses.data) return <PageSkeleton />
  const { items } = pulses.data
  const waiting = items.find((pulse) => pulse.state !== 'closed')
  const closed = items.filter((pulse) => pulse.state === 'closed')
  const start = (
    <Can permission="pulse.manage">
      <Button onClick={() => setStarting(true)}>{t('pulse.start.title')}</Button>
    </Can>
  )
  return (
    <Page title={t('pulse.title')} subtitle={t('pulse.subtitle')} actions={!waiting && items.length > 0 && start}>
      {items.length === 0 && (
        <EmptyState
          title={t('pulse.empty.title')}
          text={t('pulse.empty.text')}
          picture={<IconHeartbeat size={40} stroke={1.2} />}
          action={start}
        />
      )}
      <div className="pu-screen">
        {waiting && <OpenPulse pulse={waiting} />}
        {closed.length > 0 && <Trend closed={closed} />}
        {can('pulse.manage') && <ScheduleCard />}
      </div>
      {starting && <StartDialog onClose={() => setStarting(false)} />}
    </Page>
  )
}

/** Every pulse that has closed, newest first: a bar from 1 to 5, and the number beside it. */
function Trend({ closed }: { closed: readonly Row[] }) {
  const t = useT()
  const format = useFormat()
  return (
    <section className="pu-card">
      <h2>{t('pulse.trend.title')}</h2>
      <table className="pu-table">
        <thead>
          <tr>
            <th scope="col">{t('pulse.trend.when')}</th>
            <td />
            <th scope="col">{t('pulse.trend.mean')}</th>
            <th scope="col">{t('pulse.trend.answers')}</th>
          </tr>
        </thead>
        <tbody>
          {closed.map((pulse) => (
            <tr key={pulse.id}>
              <th scope="row">
                <Link to={`/pulse/${pulse.id}`}>{format.date(pulse.closesOn)}</Link>
              </th>
              <td className="pu-bar-cell">{pulse.mean !== null && <ScaleBar mean={pulse.mean} />}</td>
              <td className="td-num">
                {pulse.mean === null ? (
                  <Badge variant="light" color="gray">
                    {t('pulse.trend.hidden')}
                  </Badge>
                ) : (
                  format.number(pulse.mean, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
                )}
              </td>
              <td className="td-num">{t('pulse.trend.of', { answered: pulse.answered, invited: pulse.invited })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
