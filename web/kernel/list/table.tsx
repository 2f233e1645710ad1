import { Checkbox, Skeleton, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, useEffect, useRef } from 'react'
import { useT } from '../i18n.tsx'
import { Link, useGo } from '../navigation.tsx'
import type { Column } from './types.ts'
import type { Selection } from './use-selection.ts'

export type RowsProps<Row> = {
  rows: readonly Row[]
  rowId: (row: Row) => string
  rowLabel: ((row: Row) => string) | undefined
  columns: readonly Column<Row>[]
  open: ((row: Row) => string) | undefined
  selection: Selection
  loading: boolean
  hasMore: boolean
  onMore: () => void
}
type Props<Row> = RowsProps<Row> & {
  label: string
  sort: string | undefined
  onSort: (sort: string | undefined) => void
  selectable: boolean
  onPreview?: () => void
}

const rowHeight = 40
const skeletonRows = 12

/** A real table of which only the rows in sight exist; the rest is room above and below. */
export function Table<Row>(props: Props<Row>) {
  const { rows, rowId, columns, selection, selectable, loading, hasMore, onMore } = props
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)

  useEffect(() => {
    if (hasMore && rows.length > 0 && last >= rows.length - 20) onMore()
  }, [hasMore, last, rows.length, onMore])
  useEffect(() => {
    if (selection.active >= 0) virtual.scrollToIndex(selection.active)
  }, [selection.active, virtual])

  const everything = rows.length > 0 && selection.ids.length === rows.length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="td-table-scroll" ref={scroller} tabIndex={0} aria-label={props.label}>
      <table className="td-table" aria-rowcount={hasMore ? -1 : rows.length} aria-busy={loading}>
        <colgroup>
          {selectable && <col style={{ width: 40 }} />}
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {selectable && (
              <th scope="col">
                <Checkbox
                  size="xs"
                  aria-label={t('kit.list.selectLoaded')}
                  checked={everything}
                  indeterminate={!everything && selection.ids.length > 0}
                  onChange={() => (everything ? selection.clear() : selection.all())}
                />
              </th>
            )}
            {columns.map((column) => (
              <Header key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {loading && <SkeletonRows columns={columns.length + (selectable ? 1 : 0)} />}
          {above > 0 && <tr className="td-room" style={{ height: above }} />}
          {items.map(({ index }) => {
            const row = rows[index]!
            return <BodyRow key={rowId(row)} {...props} row={row} index={index} />
          })}
          {below > 0 && <tr className="td-room" style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  )
}

function Header<Row>({ column, sort, onSort }: { column: Column<Row> } & Pick<Props<Row>, 'sort' | 'onSort'>) {
  const word = column.sort
  const direction = word && sort === word ? 'ascending' : word && sort === `-${word}` ? 'descending' : undefined
  // Ascending, descending, and back to the list's own order.
  const next = direction === undefined ? word : direction === 'ascending' ? `-${word}` : undefined
  return (
    <th scope="col" aria-sort={direction} data-align={column.align}>
      {word ? (
        <UnstyledButton className="td-th" onClick={() => onSort(next)}>
          <span className="td-clip">{column.header}</span>
          {direction === 'ascending' && <IconArrowUp size={14} />}
          {direction === 'descending' && <IconArrowDown size={14} />}
        </UnstyledButton>
      ) : (
        <span className="td-clip">{column.header}</span>
      )}
    </th>
  )
}

function BodyRow<Row>(props: Props<Row> & { row: Row; index: number }) {
  const { row, index, rowId, columns, selection, selectable, open, onPreview } = props
  const t = useT()
  const go = useGo()
  const id = rowId(row)
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a,button,input,label')) return
    selection.activate(id)
    if (event.shiftKey && selectable) selection.toggle(id, { range: true })
    else if (onPreview) onPreview()
    else if (open) go(open(row))
  }
  return (
    <tr
      aria-rowindex={index + 1}
      aria-selected={selectable ? selection.has(id) : undefined}
      data-active={selection.active === index || undefined}
      onClick={onClick}
    >
      {selectable && (
        <td>
          <Checkbox
            size="xs"
            aria-label={t('kit.list.selectRow', { row: props.rowLabel?.(row) ?? String(index + 1) })}
            checked={selection.has(id)}
            onClick={(event) => selection.toggle(id, { range: event.shiftKey })}
            readOnly
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} data-align={column.align} data-primary={column.primary}>
          {column.primary && open ? (
            <Link to={open(row)} className="td-row-link td-clip" onFocus={() => selection.activate(id)}>
              {column.render(row)}
            </Link>
          ) : (
            column.render(row)
          )}
        </td>
      ))}
    </tr>
  )
}

const SkeletonRows = ({ columns }: { columns: number }) =>
  Array.from({ length: skeletonRows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
    <tr key={row} className="td-room">
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <td key={column}>
          <Skeleton h={12} w={`${45 + ((row * 7 + column * 13) % 45)}%`} />
        </td>
      ))}
    </tr>
  ))
