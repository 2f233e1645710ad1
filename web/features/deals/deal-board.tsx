import { Button, Skeleton } from '@mantine/core'
import { IconTargetArrow } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import type { Deal } from '#contract/deals.ts'
import type { InputOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Board, type BoardColumn } from '../../kernel/list/board.tsx'
import { FilterBar, SearchBox } from '../../kernel/list/filter-bar.tsx'
import { useListState } from '../../kernel/list/list-state.ts'
import type { Query } from '../../kernel/list/types.ts'
import { ViewsMenu } from '../../kernel/list/views-menu.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { Link, usePageTitle } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { CloseDialog, type Closing } from './close-dialog.tsx'
import { DealCard } from './deal-card.tsx'
import { useDealFilters } from './use-deal-filters.ts'
import { useMoveDeal } from './use-move-deal.ts'
import '../../kernel/list/list.css'
import './deals.css'

const firstCards = 25
const moreCards = 75
const mostCards = 200
/** Sums are read at a glance: without cents. */
const whole = { minimumFractionDigits: 0, maximumFractionDigits: 0 }

/** Open deals by stage. Moving a card shows at once and is taken back if the server refuses. */
export default function DealBoard({ toolbar }: { toolbar: ReactNode }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const create = useCreate()
  const filters = useDealFilters()
  const state = useListState({ viewsOf: 'deals', filters, columns: [], defaultSort: undefined })
  const searchBox = useRef<HTMLInputElement>(null)
  const [limit, setLimit] = useState(firstCards)
  const [closing, setClosing] = useState<Closing | null>(null)
  const input = { query: { ...boardQuery(state.query), limit } }
  const board = useApi('GET /deals/board', input, { keepPrevious: true, enabled: !state.views.loading })
  const move = useMoveDeal(input)
  usePageTitle(t('deals.title'))
  useShortcuts([
    {
      keys: '/',
      label: 'shortcuts.filter',
      run: () => searchBox.current?.focus(),
    },
  ])

  const stages = board.data?.stages ?? []
  const filtered = Object.keys(state.query).length > 0
  const count = stages.reduce((sum, stage) => sum + stage.count, 0)
  const sumOf = (part: 'total' | 'weighted') => stages.reduce((sum, stage) => sum + stage[part].amountCents, 0)
  const currency = stages[0]?.total.currency ?? format.currency
  const columns: BoardColumn<Deal>[] = stages.map((stage) => ({
    id: stage.stageId,
    title: stage.name,
    items: stage.items,
    count: stage.count,
    total: <span title={t('deals.fields.amount')}>{format.money(stage.total, whole)}</span>,
    hasMore: stage.next !== null && limit < mostCards,
    onMore: () => setLimit((old) => Math.min(mostCards, old + moreCards)),
    footer: <StageFooter stage={stage} full={stage.next !== null && limit >= mostCards} />,
  }))
  const moveTo = (deal: Deal, stageId: string) => move.to({ id: deal.id, from: deal.stageId, to: stageId, index: 0 })

  if (board.error && !board.data) return <ErrorScreen error={board.error} reset={() => void board.refetch()} />
  return (
    <div className="td-list">
      <div className="td-list-head dl-head">
        <div>
          <h1 className="dl-title">{t('deals.title')}</h1>
          {board.data && (
            <p className="td-muted td-num dl-summary" role="status">
              {t('deals.board.summary', {
                count,
                total: format.money({ amountCents: sumOf('total'), currency }, whole),
                weighted: format.money({ amountCents: sumOf('weighted'), currency }, whole),
              })}
            </p>
          )}
        </div>
        <Can permission="deals.write">
          <Button onClick={() => create.open('deal')}>{t('deals.create.title')}</Button>
        </Can>
      </div>
      <div className="td-list-bar">
        <ViewsMenu list="deals" state={state} />
        <SearchBox inputRef={searchBox} value={String(state.state.q ?? '')} onChange={(q) => state.set({ q })} />
        <FilterBar filters={filters} query={state.query} onChange={state.set} onClear={state.clearFilters} />
        <div className="td-list-tools">{toolbar}</div>
      </div>
      <div className="td-list-body">
        {board.isPending ? (
          <div className="td-board" aria-busy="true">
            {[1, 2, 3, 4].map((key) => (
              <div key={key} className="td-lane dl-waiting">
                <Skeleton h={16} w="60%" />
                <Skeleton h={76} />
                <Skeleton h={76} />
              </div>
            ))}
          </div>
        ) : count === 0 && !filtered ? (
          <EmptyState
            title={t('deals.empty.title')}
            text={t('deals.empty.text')}
            picture={<IconTargetArrow size={40} stroke={1.2} />}
            action={
              <Can permission="deals.write">
                <Button onClick={() => create.open('deal')}>{t('deals.empty.action')}</Button>
              </Can>
            }
          />
        ) : (
          <Board
            label={t('deals.board.title')}
            columns={columns}
            cardId={(deal) => deal.id}
            cardLabel={(deal) => deal.name}
            renderCard={(deal) => (
              <DealCard deal={deal} stages={stages} onMove={moveTo} onClose={(as) => setClosing({ deal, as })} />
            )}
            onMove={move.to}
            readOnly={!can('deals.write')}
          />
        )}
      </div>
      {closing && <CloseDialog {...closing} onClose={() => setClosing(null)} />}
    </div>
  )
}

type Stage = {
  stageId: string
  probability: number
  weighted: { amountCents: number; currency: string }
  otherTotals: { amountCents: number; currency: string }[]
}

function StageFooter({ stage, full }: { stage: Stage; full: boolean }) {
  const t = useT()
  const format = useFormat()
  return (
    <footer className="dl-lane-foot td-muted td-num">
      <span title={t('deals.board.weightedHint', { percent: format.percent(stage.probability / 100) })}>
        {t('deals.board.weighted', { amount: format.money(stage.weighted, whole) })}
      </span>
      {stage.otherTotals.length > 0 && (
        <span>
          {t('deals.board.others', {
            amounts: format.list(stage.otherTotals.map((money) => format.money(money, whole))),
          })}
        </span>
      )}
      {full && (
        <Link to="/deals" search={{ layout: 'table', stageId: stage.stageId, state: 'open' }}>
          {t('deals.layout.table')}
        </Link>
      )}
    </footer>
  )
}

/** The filters of the address as the board's route takes them. */
function boardQuery(query: Query): NonNullable<InputOf<'GET /deals/board'>['query']> {
  const text = (name: string) => (typeof query[name] === 'string' && query[name] !== '' ? { [name]: query[name] } : {})
  const number = (name: string) =>
    Number.isFinite(Number(query[name] ?? Number.NaN)) ? { [name]: Number(query[name]) } : {}
  return {
    ...text('q'),
    ...text('ownerId'),
    ...text('closeFrom'),
    ...text('closeTo'),
    ...text('createdFrom'),
    ...text('createdTo'),
    ...text('openedFrom'),
    ...text('openedTo'),
    ...number('amountMin'),
    ...number('amountMax'),
  }
}
