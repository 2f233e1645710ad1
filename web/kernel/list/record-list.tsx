import { ActionIcon, Button, Group, Title, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconMoodEmpty, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import type { GetKey, InputOf } from '../api.ts'
import { useFormat, useT } from '../i18n.tsx'
import { useGo, usePageTitle } from '../navigation.tsx'
import { type RowOf, useApiPages } from '../query.ts'
import { EmptyState } from '../record/empty-state.tsx'
import { useShortcuts } from '../shortcuts.tsx'
import { problemText } from '../toast.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { Cards } from './cards.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { FilterBar, SearchBox } from './filter-bar.tsx'
import { useListState } from './list-state.ts'
import { Preview } from './preview.tsx'
import { Table } from './table.tsx'
import type { Bulk, Column, Empty, Filter, Query } from './types.ts'
import { useSelection } from './use-selection.ts'
import { ViewsMenu } from './views-menu.tsx'
import './list.css'

export type { Column, Filter } from './types.ts'

/** Routes that answer pages. */
export type ListKey = { [K in GetKey]: RowOf<K> extends never ? never : K }[GetKey]

type Props<K extends ListKey, Row> = {
  route: K
  params?: Record<string, string>
  /** Fixed part of the query, beside what the reader filters. */
  query?: Query
  title: string
  columns: readonly Column<Row>[]
  filters?: readonly Filter[]
  /** Name under which saved views are kept; without it there are none. */
  viewsOf?: string
  rowId?: (row: Row) => string
  /** What a screen reader calls the row. */
  rowLabel?: (row: Row) => string
  /** Address of the record. */
  open?: (row: Row) => string
  preview?: (row: Row) => ReactNode
  bulk?: (bulk: Bulk<Row>) => ReactNode
  /** Main acts at the right of the title, such as "new". */
  actions?: ReactNode
  /** Beside the filters: a switch between table and board, for instance. */
  toolbar?: ReactNode
  exportSlot?: (seen: { query: Query; ids: string[] }) => ReactNode
  /** Own card for narrow screens. */
  cards?: (row: Row) => ReactNode
  empty: Empty
  defaultSort?: string
  pageSize?: number
}

const none: readonly Filter[] = []

/** A list of records: filter, sort, columns, views, selection, preview. All state is in the address. */
export function RecordList<K extends ListKey>(props: Props<K, RowOf<K>>) {
  type Row = RowOf<K>
  const { route, columns, filters = none, rowId = idOf, open, preview, bulk } = props
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const narrow = useMediaQuery('(max-width: 40em)')
  const searchBox = useRef<HTMLInputElement>(null)
  const [previewed, setPreviewed] = useState(false)
  usePageTitle(props.title)

  const state = useListState({ viewsOf: props.viewsOf, filters, columns, defaultSort: props.defaultSort })
  const input = {
    ...(props.params && { params: props.params }),
    query: { ...props.query, ...state.query, limit: props.pageSize ?? 50, ...(state.sort && { sort: state.sort }) },
  }
  const pages = useApiPages(route, input as unknown as InputOf<K>, {
    keepPrevious: true,
    enabled: !state.views.loading,
  })
  const rows: Row[] = pages.items
  const selection = useSelection(rows.map(rowId))
  const active = rows[selection.active]
  const openRow = (row: Row) => open && go(open(row))

  useShortcuts([
    { keys: 'j', label: 'shortcuts.next', run: () => selection.move(1) },
    { keys: 'k', label: 'shortcuts.previous', run: () => selection.move(-1) },
    { keys: 'x', label: 'shortcuts.select', run: () => (bulk && active ? selection.toggle(rowId(active)) : false) },
    {
      keys: 'Space',
      label: 'shortcuts.preview',
      run: (event) => (preview && active && !onControl(event) ? setPreviewed((on) => !on) : false),
    },
    { keys: 'Enter', label: 'shortcuts.open', run: (event) => (active && !onControl(event) ? openRow(active) : false) },
    { keys: '/', label: 'shortcuts.filter', run: () => (searchBox.current ? searchBox.current.focus() : false) },
    { keys: 'Escape', run: () => (previewed ? setPreviewed(false) : selection.ids.length ? selection.clear() : false) },
  ])

  const filtered = Object.keys(state.query).length > 0
  const loading = pages.isPending
  const total = pages.total ?? (pages.hasNextPage || loading ? undefined : rows.length)
  const shared = { rows, rowId, columns: state.visible, open, selection, loading, rowLabel: props.rowLabel }
  const more = { hasMore: pages.hasNextPage, onMore: () => void (pages.isFetchingNextPage || pages.fetchNextPage()) }

  return (
    <div className="td-list">
      <Group className="td-list-head" justify="space-between" gap="xs">
        <Group gap="xs" align="baseline">
          <Title order={1}>{props.title}</Title>
          {total !== undefined && (
            <span className="td-muted td-num" role="status">
              {pages.total !== undefined && rows.length < pages.total ? '≈ ' : ''}
              {format.number(total)}
            </span>
          )}
        </Group>
        <Group gap="xs">{props.actions}</Group>
      </Group>
      <div className="td-list-bar">
        {props.viewsOf && <ViewsMenu list={props.viewsOf} state={state} />}
        {filters.some((filter) => filter.key === 'q') && (
          <SearchBox inputRef={searchBox} value={String(state.state.q ?? '')} onChange={(q) => state.set({ q })} />
        )}
        <FilterBar filters={filters} query={state.query} onChange={state.set} onClear={state.clearFilters} />
        <div className="td-list-tools">
          {props.toolbar}
          {props.exportSlot?.({ query: { ...props.query, ...state.query }, ids: selection.ids })}
          {!narrow && <ColumnChooser columns={columns} visible={state.visible} onChange={state.setColumns} />}
          <Tooltip label={t('kit.refresh')}>
            <ActionIcon size="lg" aria-label={t('kit.refresh')} onClick={() => void pages.refetch()}>
              <IconRefresh size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      <div className="td-list-body">
        {pages.error && rows.length === 0 ? (
          <EmptyState
            picture={<IconPlugConnectedX size={40} stroke={1.2} />}
            title={t('kit.list.failed')}
            text={problemText(t, pages.error)}
            action={<Button onClick={() => void pages.refetch()}>{t('kit.retry')}</Button>}
          />
        ) : !loading && rows.length === 0 ? (
          filtered ? (
            <EmptyState
              picture={<IconMoodEmpty size={40} stroke={1.2} />}
              title={t('kit.list.nothingFound')}
              text={t('kit.list.nothingFoundText')}
              action={
                <Button variant="default" onClick={state.clearFilters}>
                  {t('kit.filters.clear')}
                </Button>
              }
            />
          ) : (
            <EmptyState {...props.empty} />
          )
        ) : narrow ? (
          <Cards {...shared} {...more} card={props.cards} />
        ) : (
          <Table
            {...shared}
            {...more}
            label={props.title}
            sort={state.sort}
            onSort={state.setSort}
            selectable={bulk !== undefined}
            {...(preview && { onPreview: () => setPreviewed(true) })}
          />
        )}
        {previewed && active && preview && (
          <Preview
            label={props.rowLabel?.(active) ?? ''}
            position={selection.active}
            count={rows.length}
            onMove={selection.move}
            onClose={() => setPreviewed(false)}
            {...(open && { to: open(active) })}
          >
            {preview(active)}
          </Preview>
        )}
      </div>
      {bulk && selection.ids.length > 0 && (
        <BulkBar count={selection.ids.length} loaded={rows.length} onAll={selection.all} onClear={selection.clear}>
          {bulk({
            ids: selection.ids,
            rows: rows.filter((row) => selection.has(rowId(row))),
            clear: selection.clear,
          })}
        </BulkBar>
      )}
    </div>
  )
}

const idOf = (row: unknown) => String((row as { id: string }).id)
/** Enter and Space on a button or link belong to it. */
const onControl = ({ target }: KeyboardEvent) =>
  target instanceof Element && target.closest('a,button,input,[role=button],[role=menuitem]') !== null
