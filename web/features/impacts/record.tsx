import { Badge, Button, SegmentedControl } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ImpactRecord } from '#contract/impacts.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useParam, useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { Graph } from './graph.tsx'
import { People } from './people.tsx'
import { becauseWords, diffWords, itemColor, severityColor } from './words.ts'
import './impacts.css'

/** One change: what it touches, who knows, and what is mended. */
export default function ImpactPage() {
  const t = useT()
  const id = useParam('id')
  const impact = useApi('GET /impacts/:id', { params: { id } })
  return (
    <RecordPage
      query={impact}
      title={(record) => record.cause.name}
      crumbs={[{ to: '/impacts', label: t('impacts.title') }]}
      badges={(record) => (
        <>
          <Badge variant="light" color={severityColor[record.severity]}>
            {t(`impacts.severity.${record.severity}`)}
          </Badge>
          <Badge variant="light" color={record.state === 'open' ? 'amber' : 'green'}>
            {t(`impacts.states.${record.state}`)}
          </Badge>
        </>
      )}
      actions={(record) => <Actions impact={record} />}
      facts={(record) => <ImpactFacts impact={record} />}
      main={(record) => <Items impact={record} />}
      aside={(record) => (
        <Panel title={t('impacts.record.people')}>
          <People tasks={record.tasks} />
        </Panel>
      )}
    />
  )
}

function Actions({ impact }: { impact: ImpactRecord }) {
  const t = useT()
  const can = useCan()
  const acknowledge = useAct('POST /impacts/:id/acknowledgements', {
    invalidates: ['/impacts', '/tasks', '/reports/reaction'],
    done: t('impacts.acts.acknowledged'),
  })
  return (
    <>
      {impact.awaitsMe && can('impacts.acknowledge') && (
        <Button
          leftSection={<IconCheck size={17} />}
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ params: { id: impact.id } })}
        >
          {t('impacts.acts.acknowledge')}
        </Button>
      )}
    </>
  )
}

function ImpactFacts({ impact }: { impact: ImpactRecord }) {
  const t = useT()
  const format = useFormat()
  return (
    <Facts title={t('impacts.record.facts')}>
      <Fact label={t('impacts.fields.reason')}>{becauseWords(t, impact.eventName)}</Fact>
      <Fact label={t('impacts.fields.cause')}>
        <ul className="im-diff">
          {impact.change.map((diff) => (
            <li key={diff.key}>{diffWords(t, format, diff)}</li>
          ))}
        </ul>
      </Fact>
      {impact.productId && (
        <Fact label={t('impacts.nodes.product')}>
          <Link to={`/products/${impact.productId}`}>{impact.cause.name}</Link>
        </Fact>
      )}
      <Fact label={t('impacts.fields.openedAt')}>{format.dateTime(impact.openedAt)}</Fact>
      <Fact label={t('impacts.fields.acknowledgeBy')}>{format.dateTime(impact.acknowledgeBy)}</Fact>
      {impact.mendedAt && <Fact label={t('impacts.fields.mendedAt')}>{format.dateTime(impact.mendedAt)}</Fact>}
    </Facts>
  )
}

function Items({ impact }: { impact: ImpactRecord }) {
  const t = useT()
  const [search, setSearch] = useSearch()
  const view = search.view === 'picture' ? 'picture' : 'list'
  const can = useCan()
  const mend = useAct('POST /impacts/:id/mendings', {
    invalidates: ['/impacts', '/tasks', '/reports/reaction'],
    done: t('impacts.acts.mended'),
  })
  return (
    <Panel
      title={t('impacts.record.touched')}
      action={
        <SegmentedControl
          size="xs"
          aria-label={t('impacts.graph.view')}
          value={view}
          onChange={(next) => setSearch({ ...search, view: next })}
          data={(['list', 'picture'] as const).map((value) => ({ value, label: t(`impacts.graph.${value}`) }))}
        />
      }
    >
      <p className="td-muted">
        {t('impacts.record.touchedText', { toMend: impact.toMend, dependants: impact.dependants })}
        {impact.truncated && ` ${t('impacts.record.truncated')}`}
      </p>
      {view === 'picture' ? (
        <Graph root={{ url: null, ...impact.cause }} dependants={impact.items} />
      ) : (
        <ul className="im-items">
          {impact.items.map(({ type, id, name, url, state }) => (
            <li key={`${type} ${id}`}>
              <div>
                {url ? <Link to={url}>{name}</Link> : name}{' '}
                <span className="td-muted">· {t(`impacts.nodes.${type}`)}</span>
              </div>
              <div>
                <Badge variant="light" color={itemColor[state]}>
                  {t(`impacts.itemStates.${state}`)}
                </Badge>
                {state === 'open' && type !== 'claim' && can('impacts.acknowledge') && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    ms="xs"
                    aria-label={`${t('impacts.acts.mend')}: ${name}`}
                    onClick={() => mend.mutate({ params: { id: impact.id }, body: { type, id } })}
                  >
                    {t('impacts.acts.mend')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
