import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconTargetArrow } from '@tabler/icons-react'
import { useState } from 'react'
import type { GoalRow } from '#contract/goals.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link, useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { GoalBar, HealthBadge } from './goal-bar.tsx'
import { useFigure } from './words.ts'
import './goals.css'

const periods = ['active', 'upcoming', 'past'] as const

/** The tree of goals that departments share: how far each is, and who answers for it on each side. */
export default function Goals() {
  const t = useT()
  const create = useCreate()
  const [search, setSearch] = useSearch()
  const period = periods.find((one) => one === search.period) ?? 'active'
  const projectId = typeof search.projectId === 'string' ? search.projectId : undefined
  const tree = useApi(
    'GET /goals/tree',
    { query: { period, ...(projectId && { projectId }) } },
    { keepPrevious: true },
  ).data
  if (!tree) return <PageSkeleton />
  const add = (label: string) => (
    <Can permission="goals.write">
      <Button onClick={() => create.open('goal')}>{t(label)}</Button>
    </Can>
  )
  const known = new Set(tree.items.map((goal) => goal.id))
  const children = Map.groupBy(tree.items, (goal) => (goal.parentId && known.has(goal.parentId) ? goal.parentId : ''))
  return (
    <Page title={t('goals.title')} subtitle={t('goals.subtitle')} width="wide" actions={add('goals.create.title')}>
      <SegmentedControl
        size="xs"
        mb="md"
        aria-label={t('goals.period')}
        value={period}
        onChange={(next) => setSearch({ ...search, period: next })}
        data={periods.map((value) => ({ value, label: t(`goals.periods.${value}`) }))}
      />
      {tree.items.length === 0 ? (
        <EmptyState
          title={t('goals.empty.title')}
          text={t('goals.empty.text')}
          picture={<IconTargetArrow size={40} stroke={1.2} />}
          action={add('goals.empty.action')}
        />
      ) : (
        <Branch goals={children.get('') ?? []} childrenOf={children} depth={0} />
      )}
      {tree.isCut && <p className="td-muted">{t('goals.isCut')}</p>}
    </Page>
  )
}

type Children = ReadonlyMap<string, readonly GoalRow[]>
const mostAtOnce = 50

function Branch({ goals, childrenOf, depth }: { goals: readonly GoalRow[]; childrenOf: Children; depth: number }) {
  const t = useT()
  const [count, setCount] = useState(mostAtOnce)
  return (
    <>
      <ul className="go-tree">
        {goals.slice(0, count).map((goal) => (
          <Node key={goal.id} goal={goal} childrenOf={childrenOf} depth={depth} />
        ))}
      </ul>
      {goals.length > count && (
        <Button variant="default" size="xs" mt="xs" onClick={() => setCount(count + mostAtOnce)}>
          {t('goals.more', { count: goals.length - count })}
        </Button>
      )}
    </>
  )
}

/** Deeper levels are unfolded when somebody asks for them. */
const openLevels = 2

function Node({ goal, childrenOf, depth }: { goal: GoalRow; childrenOf: Children; depth: number }) {
  const t = useT()
  const format = useFormat()
  const figure = useFigure()
  const below = childrenOf.get(goal.id) ?? []
  const [isOpen, setOpen] = useState(depth < openLevels - 1)
  return (
    <li>
      <div className="go-node">
        {below.length > 0 ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-expanded={isOpen}
            aria-label={t('goals.unfold', { goal: goal.name })}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          </ActionIcon>
        ) : (
          <span className="go-gap" />
        )}
        <div className="go-name">
          <Link to={`/goals/${goal.id}`}>{goal.name}</Link>
          <span className="td-muted td-num">
            {t('goals.range', { from: format.date(goal.from), to: format.date(goal.to) })}
          </span>
        </div>
        <div className="go-progress">
          <GoalBar progress={goal.progress} expected={goal.expected} health={goal.health} />
          <span className="td-num">
            {t('goals.of', { value: figure(goal, goal.value), target: figure(goal, goal.targetValue) })}
          </span>
        </div>
        <HealthBadge health={goal.health} />
        <span className="go-owners">
          {goal.owners.map((owner) => (
            <span key={owner.departmentId} title={`${owner.departmentName}: ${owner.ownerName}`}>
              <DepartmentMark department={owner.departmentId} markOnly />
              <MemberAvatar name={owner.ownerName} size={22} />
            </span>
          ))}
        </span>
      </div>
      {isOpen && below.length > 0 && <Branch goals={below} childrenOf={childrenOf} depth={depth + 1} />}
    </li>
  )
}
