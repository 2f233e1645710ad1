import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Goal } from '#contract/goals.ts'
import { etagOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { TrendChart } from '../../kernel/record/trend-chart.tsx'
import { Checkins } from './checkins.tsx'
import { ConfidencePanel } from './confidence.tsx'
import { Contributions } from './contributions.tsx'
import { GoalBar, HealthBadge } from './goal-bar.tsx'
import { GoalForm } from './goal-form.tsx'
import { useFigure, useMeasureWords } from './words.ts'
import './goals.css'

/** A goal: how far and how fast, how sure each side is, and what contributes. */
export default function GoalRecord() {
  const t = useT()
  const go = useGo()
  const id = useParam('id')
  const can = useCan()
  const goal = useApi('GET /goals/:id', { params: { id } })
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const ifMatch = etagOf(goal.data)
  const restore = useAct('POST /goals/:id/restoration')
  const remove = useAct('DELETE /goals/:id', {
    ...(ifMatch && { ifMatch }),
    done: t('goals.deleted'),
    undo: () => restore.mutateAsync({ params: { id } }),
  })
  return (
    <RecordPage
      query={goal}
      title={(record) => record.name}
      crumbs={[
        { to: '/goals', label: t('goals.title') },
        ...(goal.data?.ancestors.map((one) => ({ to: `/goals/${one.id}`, label: one.name })) ?? []),
      ]}
      badges={(record) => <HealthBadge health={record.health} />}
      actions={() =>
        can('goals.write') && (
          <>
            <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpen('edit')}>
              {t('goals.acts.edit')}
            </Button>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('goals.acts.delete')}
              onClick={() => setOpen('delete')}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </>
        )
      }
      facts={(record) => <GoalFacts goal={record} />}
      main={(record) => (
        <>
          <Pace goal={record} />
          <Trend goal={record} />
          {record.measure.kind === 'manual' && <Checkins goal={record} />}
          <Contributions goal={record} />
        </>
      )}
      aside={(record) => <ConfidencePanel goal={record} />}
      dialogs={
        <>
          {open === 'edit' && goal.data && <GoalForm goal={goal.data} onClose={() => setOpen(null)} />}
          {open === 'delete' && goal.data && (
            <ConfirmDialog
              title={t('goals.acts.deleteTitle', { goal: goal.data.name })}
              text={t('goals.acts.deleteText')}
              onConfirm={async () => {
                await remove.mutateAsync({ params: { id } })
                go('/goals')
              }}
              onClose={() => setOpen(null)}
            />
          )}
        </>
      }
    />
  )
}

function GoalFacts({ goal }: { goal: Goal }) {
  const t = useT()
  const format = useFormat()
  const figure = useFigure()
  const measured = useMeasureWords()
  return (
    <Facts title={t('goals.facts')}>
      {goal.why && <Fact label={t('goals.fields.why')}>{goal.why}</Fact>}
      <Fact label={t('goals.fields.period')}>
        {t('goals.range', { from: format.date(goal.from), to: format.date(goal.to) })}
      </Fact>
      <Fact label={t('goals.fields.measure')}>{measured(goal)}</Fact>
      <Fact label={t('goals.fields.startValue')}>{figure(goal, goal.startValue)}</Fact>
      <Fact label={t('goals.fields.targetValue')}>{figure(goal, goal.targetValue)}</Fact>
      {goal.owners.map((owner) => (
        <div key={owner.departmentId} className="td-fact">
          <dt>
            <DepartmentMark department={owner.departmentId} />
          </dt>
          <dd>
            <span className="td-fact-value">{owner.ownerName}</span>
          </dd>
        </div>
      ))}
      {goal.children.length > 0 && (
        <Fact label={t('goals.fields.children')}>
          {goal.children.map((one) => (
            <span key={one.id} className="go-child">
              <Link to={`/goals/${one.id}`}>{one.name}</Link>
            </span>
          ))}
        </Fact>
      )}
    </Facts>
  )
}

function Pace({ goal }: { goal: Goal }) {
  const t = useT()
  const format = useFormat()
  const figure = useFigure()
  const { value, targetValue, progress, expected, pace, projected, health } = goal
  return (
    <Panel title={t('goals.pace.title')}>
      <p className="go-big td-num">
        <strong>{figure(goal, value)}</strong>
        <span className="td-muted">{t('goals.pace.of', { target: figure(goal, targetValue) })}</span>
      </p>
      <GoalBar progress={progress} expected={expected} health={health} />
      <p className="go-said">
        {t('goals.pace.said', {
          progress: format.percent(progress ?? 0, 0),
          expected: format.percent(expected, 0),
        })}{' '}
        {pace !== null &&
          projected !== null &&
          health !== 'achieved' &&
          health !== 'missed' &&
          t('goals.pace.projected', { pace: format.percent(pace, 0), projected: figure(goal, projected) })}
      </p>
    </Panel>
  )
}

function Trend({ goal }: { goal: Goal }) {
  const t = useT()
  const figure = useFigure()
  const days = useApi('GET /goals/:id/days', { params: { id: goal.id } }).data?.items
  if (!days || days.length < 2) return null
  const { startValue, targetValue } = goal
  return (
    <Panel title={t('goals.trend.title')}>
      <TrendChart
        label={t('goals.trend.value')}
        expectedLabel={t('goals.trend.expected')}
        points={days.map(({ day, value, expected }) => ({
          ...{ day, value },
          expected: startValue + expected * (targetValue - startValue),
        }))}
        target={{ value: targetValue, label: t('goals.trend.target') }}
        show={(value) => figure(goal, value)}
      />
    </Panel>
  )
}
