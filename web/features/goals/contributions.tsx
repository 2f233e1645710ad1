import { ActionIcon, Button, Group, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Mover } from '#contract/goal-parts.ts'
import type { Goal } from '#contract/goals.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { sourceWords } from '../results/source-words.ts'
import { useFigure } from './words.ts'

/** What has moved the figure so far, and what both departments do for it. */
export function Contributions({ goal }: { goal: Goal }) {
  const t = useT()
  const can = useCan()
  const found = useApi('GET /goals/:id/contributions', { params: { id: goal.id } }).data
  const remove = useAct('DELETE /goals/:id/links/:linkId', { done: t('goals.links.removed') })
  if (!found) return null
  return (
    <>
      {found.movers.length > 0 && <Movers goal={goal} movers={found.movers} />}
      <Panel title={t('goals.links.title')}>
        {found.links.length === 0 && <p className="td-muted go-said">{t('goals.links.none')}</p>}
        <ul className="go-list">
          {found.links.map((link) => (
            <li key={link.id} className="go-link">
              <span className="td-muted">{t(`goals.links.kinds.${link.kind}`)}</span>
              <Link to={link.url}>{link.name}</Link>
              {can('goals.write') && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={t('goals.links.remove', { name: link.name })}
                  onClick={() => remove.mutate({ params: { id: goal.id, linkId: link.id } })}
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        {can('goals.write') && <AddLink goalId={goal.id} />}
      </Panel>
    </>
  )
}

function Movers({ goal, movers }: { goal: Goal; movers: readonly Mover[] }) {
  const t = useT()
  const format = useFormat()
  const figure = useFigure()
  const isRate = goal.measure.kind === 'live' && goal.unit === 'percent'
  return (
    <Panel title={t('goals.movers.title')}>
      <ul className="go-list">
        {movers.map(({ kind, name, value, share, url }) => {
          const said = kind === 'source' ? sourceWords(t, name) : (name ?? t('goals.movers.none'))
          return (
            <li key={`${kind} ${name}`} className="go-mover">
              {url ? <Link to={url}>{said}</Link> : <span>{said}</span>}
              <span className="go-bar" aria-hidden="true">
                <span data-health="on_track" style={{ width: `${share * 100}%` }} />
              </span>
              <span className="td-num">
                {isRate ? format.number(value) : figure(goal, value)} · {format.percent(share, 0)}
              </span>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

const kinds = ['campaign', 'project', 'idea', 'deal'] as const
type Kind = (typeof kinds)[number]

function AddLink({ goalId }: { goalId: string }) {
  const t = useT()
  const [kind, setKind] = useState<Kind>('campaign')
  const [refId, setRefId] = useState<string | null>(null)
  const [q, setQ] = useState('')
  const options = useOptions(kind, q)
  const add = useAct('POST /goals/:id/links', { done: t('goals.links.added') })
  return (
    <Group align="flex-end" gap="xs" mt="xs">
      <Select
        w={150}
        label={t('goals.links.kind')}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`goals.links.kinds.${value}`) }))}
        value={kind}
        onChange={(next) => {
          setKind(kinds.find((one) => one === next) ?? 'campaign')
          setRefId(null)
        }}
      />
      <Select
        style={{ flex: '1 1 12rem' }}
        label={t('goals.links.which')}
        searchable
        nothingFoundMessage={t('goals.links.nothing')}
        searchValue={q}
        onSearchChange={setQ}
        data={options}
        value={refId}
        onChange={setRefId}
      />
      <Button
        variant="default"
        disabled={refId === null}
        loading={add.isPending}
        onClick={() =>
          refId && add.mutate({ params: { id: goalId }, body: { kind, refId } }, { onSuccess: () => setRefId(null) })
        }
      >
        {t('goals.links.add')}
      </Button>
    </Group>
  )
}

function useOptions(kind: Kind, q: string) {
  const query = { limit: 20, ...(q && { q }) }
  const campaigns = useApi('GET /campaigns', { query }, { enabled: kind === 'campaign', keepPrevious: true }).data
  const projects = useApi('GET /projects', { query }, { enabled: kind === 'project', keepPrevious: true }).data
  const ideas = useApi('GET /ideas', { query }, { enabled: kind === 'idea', keepPrevious: true }).data
  const deals = useApi('GET /deals', { query }, { enabled: kind === 'deal', keepPrevious: true }).data
  const named = { campaign: campaigns, project: projects, deal: deals }
  if (kind === 'idea') return ideas?.items.map((one) => ({ value: one.id, label: one.title })) ?? []
  return named[kind]?.items.map((one) => ({ value: one.id, label: one.name })) ?? []
}
