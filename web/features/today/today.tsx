import { Button, Skeleton } from '@mantine/core'
import { IconSunrise } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { Link, usePageTitle } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { Checklist } from './checklist.tsx'
import { Leads } from './leads.tsx'
import { Marketing } from './marketing.tsx'
import { Revenue } from './revenue.tsx'
import { ToRead } from './to-read.tsx'
import './today.css'

/** The morning in ten seconds: what waits for me, then the number that both departments share. */
export default function Today() {
  const t = useT()
  const format = useFormat()
  const me = useMe()
  const query = useApi('GET /today', {}, { staleTime: 10_000, refetchInterval: 300_000 })
  usePageTitle(t('today.title'))
  const today = query.data
  if (query.error && !today) return <ErrorScreen error={query.error} reset={() => void query.refetch()} />
  const firstName = me.member.fullName.split(' ')[0]!
  return (
    <div className="td-today">
      <header className="td-today-head">
        <p className="td-today-date">{format.day(new Date(clockNow()))}</p>
        <h1>{t(`today.greeting.${partOfDay(new Date(clockNow()), format.timeZone)}`, { name: firstName })}</h1>
        {today ? (
          !today.isEmpty && (
            <p>{t('today.summary', { leads: today.leads.mine, tasks: today.tasks.overdue + today.tasks.today })}</p>
          )
        ) : (
          <Skeleton h={18} w={260} mt={4} />
        )}
      </header>
      {!today ? (
        <Loading />
      ) : (
        <>
          {today.checklist && <Checklist steps={today.checklist} />}
          {today.isEmpty ? (
            <>
              {/* Meetings, trainings or a checklist come to those who have no lead yet. */}
              <div className="td-today-main">
                <Widgets slot="today" height={0} />
              </div>
              <Beginning />
            </>
          ) : (
            <div className="td-today-columns">
              <div className="td-today-main">
                <InOrder
                  marketingFirst={isMarketing(me)}
                  leads={<Leads leads={today.leads} />}
                  marketing={<Marketing marketing={today.marketing} />}
                />
              </div>
              <div className="td-today-side">
                <Revenue revenue={today.revenue} />
                <ToRead unread={today.notifications.unread} items={today.notifications.items} />
              </div>
            </div>
          )}
        </>
      )}
    </div>
  )
}

/** Sales begins with the leads, marketing with what became of them; both see both. */
function InOrder({
  marketingFirst,
  leads,
  marketing,
}: {
  marketingFirst: boolean
  leads: ReactNode
  marketing: ReactNode
}) {
  // Most of them have nothing to say most mornings: no place is kept for them.
  const widgets = <Widgets slot="today" height={0} />
  return marketingFirst ? (
    <>
      {marketing}
      {widgets}
      {leads}
    </>
  ) : (
    <>
      {leads}
      {widgets}
      {marketing}
    </>
  )
}

function isMarketing({ member, departments }: ReturnType<typeof useMe>) {
  const keys = departments.filter(({ id }) => member.departmentIds.includes(id)).map(({ key }) => key)
  return keys.includes('marketing') && !keys.includes('sales')
}

const DemoButton = lazy(() => import('./demo-button.tsx'))

function Beginning() {
  const t = useT()
  return (
    <div className="td-today-empty">
      <EmptyState
        picture={<IconSunrise size={48} stroke={1.1} />}
        title={t('today.empty.title')}
        text={t('today.empty.text')}
        action={
          <div className="td-today-ways">
            <Button component={Link} to="/forms">
              {t('today.empty.form')}
            </Button>
            <Suspense fallback={null}>
              <DemoButton />
            </Suspense>
          </div>
        }
      />
    </div>
  )
}

const Loading = () => (
  <div className="td-today-columns" aria-busy="true">
    <div className="td-today-main">
      <Skeleton h={240} radius="md" />
      <Skeleton h={160} radius="md" />
    </div>
    <div className="td-today-side">
      <Skeleton h={180} radius="md" />
      <Skeleton h={120} radius="md" />
    </div>
  </div>
)

function partOfDay(now: Date, timeZone: string): 'morning' | 'afternoon' | 'evening' {
  const hour = Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now))
  return hour >= 5 && hour < 14 ? 'morning' : hour >= 14 && hour < 21 ? 'afternoon' : 'evening'
}
