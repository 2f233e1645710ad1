import { Badge, Button } from '@mantine/core'
import { IconArrowRight, IconWriting } from '@tabler/icons-react'
import type { Agreement } from '#contract/agreements.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link, useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { Figures } from './figures.tsx'
import { Trend } from './trend.tsx'
import './agreements.css'

const directions = ['marketing_to_sales', 'sales_to_marketing'] as const

/** Face to face: what marketing owes sales, and what sales owes marketing. */
export default function Agreements() {
  const t = useT()
  const agreements = useApi('GET /agreements').data?.items
  if (!agreements) return <PageSkeleton />
  return (
    <Page title={t('agreements.title')} subtitle={t('agreements.subtitle')} width="wide">
      <div className="ag-faces">
        {directions.map((direction) => {
          const agreement = agreements.find((one) => one.direction === direction)
          return (
            <section key={direction} className="ag-face" aria-label={t(`agreements.directions.${direction}`)}>
              <header>
                <DepartmentMark department={direction === 'marketing_to_sales' ? 'marketing' : 'sales'} />
                <IconArrowRight size={16} aria-hidden="true" />
                <DepartmentMark department={direction === 'marketing_to_sales' ? 'sales' : 'marketing'} />
              </header>
              {agreement ? <Face agreement={agreement} /> : <Begin direction={direction} />}
            </section>
          )
        })}
      </div>
    </Page>
  )
}

function Face({ agreement }: { agreement: Agreement }) {
  const t = useT()
  const attainment = useApi('GET /agreements/:id/attainment', { params: { id: agreement.id } }).data
  return (
    <>
      <h2>
        <Link to={`/agreements/${agreement.id}`}>{agreement.name}</Link>
      </h2>
      <p className="ag-badges">
        <StateBadges agreement={agreement} />
      </p>
      {attainment?.now ? (
        <>
          <Figures attainment={attainment} now={attainment.now} />
          <Trend attainment={attainment} />
        </>
      ) : (
        <p className="td-muted">{t(agreement.upcoming ? 'agreements.card.upcoming' : 'agreements.card.unsigned')}</p>
      )}
      <Button component={Link} to={`/agreements/${agreement.id}`} variant="default" size="xs" mt="sm">
        {t('agreements.card.open')}
      </Button>
    </>
  )
}

/** Where it stands: in force, waiting for whom, behind. */
export function StateBadges({ agreement }: { agreement: Agreement }) {
  const t = useT()
  const { inForce, open, behindSince } = agreement
  return (
    <>
      {inForce ? (
        <Badge variant="light" color={behindSince ? 'red' : 'green'}>
          {t(behindSince ? 'agreements.states.behind' : 'agreements.states.inForce', { number: inForce.number })}
        </Badge>
      ) : (
        <Badge variant="light" color="gray">
          {t('agreements.states.notInForce')}
        </Badge>
      )}
      {open && (
        <Badge variant="light" color="amber">
          {t(`agreements.states.${open.state}`, { number: open.number })}
        </Badge>
      )}
    </>
  )
}

function Begin({ direction }: { direction: (typeof directions)[number] }) {
  const t = useT()
  const go = useGo()
  const begin = useAct('POST /agreements', { done: t('agreements.begin.done'), idempotent: true })
  return (
    <EmptyState
      title={t(`agreements.begin.${direction}.title`)}
      text={t(`agreements.begin.${direction}.text`)}
      picture={<IconWriting size={40} stroke={1.2} />}
      action={
        <Can permission="agreements.write">
          <Button
            loading={begin.isPending}
            onClick={() => begin.mutate({ body: { direction } }, { onSuccess: (made) => go(`/agreements/${made.id}`) })}
          >
            {t(`agreements.begin.${direction}.action`)}
          </Button>
        </Can>
      }
    />
  )
}
