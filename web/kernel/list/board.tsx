import {
  closestCorners,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  PointerSensor,
  TouchSensor,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import './board.css'

export type BoardColumn<Card> = {
  id: string
  title: string
  items: readonly Card[]
  /** Sum of the column, already formatted; over all its cards, not only those loaded. */
  total?: ReactNode
  count?: number
  hasMore?: boolean
  onMore?: () => void
  /** CSS colour of the small mark beside the title. */
  mark?: string
  footer?: ReactNode
}
export type BoardMove = { id: string; from: string; to: string; index: number }
type Props<Card> = {
  label: string
  columns: readonly BoardColumn<Card>[]
  cardId: (card: Card) => string
  cardLabel: (card: Card) => string
  renderCard: (card: Card) => ReactNode
  /** Called once a card is dropped elsewhere; move it at once and undo it if the server refuses. */
  onMove: (move: BoardMove) => void
  readOnly?: boolean
}

/** Columns of cards, moved by pointer, finger or keyboard (Space, arrows, Space), each step read out. */
export function Board<Card>(props: Props<Card>) {
  const { columns, cardId, cardLabel, renderCard, onMove } = props
  const t = useT()
  const [dragged, setDragged] = useState<string | null>(null)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: stepsOver(columns, cardId) }),
  )
  const columnOf = (id: string) =>
    columns.find((column) => column.id === id || column.items.some((card) => cardId(card) === id))
  const cardOf = (id: string) => columns.flatMap((column) => column.items).find((card) => cardId(card) === id)
  const nameOf = (id: unknown) => {
    const card = cardOf(String(id))
    return card ? cardLabel(card) : ''
  }
  const titleOf = (id: unknown) => columnOf(String(id))?.title ?? ''

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    const from = columnOf(String(active.id))
    const to = over && columnOf(String(over.id))
    if (!from || !to || active.id === over?.id) return
    const at = to.items.findIndex((card) => cardId(card) === over.id)
    onMove({ id: String(active.id), from: from.id, to: to.id, index: at < 0 ? to.items.length : at })
  }

  const draggedCard = dragged === null ? undefined : cardOf(dragged)
  return (
    <DndContext
      sensors={props.readOnly ? [] : sensors}
      collisionDetection={closestCorners}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragCancel={() => setDragged(null)}
      onDragEnd={onDragEnd}
      accessibility={{
        screenReaderInstructions: { draggable: t('kit.board.instructions') },
        announcements: {
          onDragStart: ({ active }) => t('kit.board.lifted', { card: nameOf(active.id) }),
          onDragOver: ({ active, over }) =>
            over ? t('kit.board.over', { card: nameOf(active.id), column: titleOf(over.id) }) : undefined,
          onDragEnd: ({ active, over }) =>
            t('kit.board.dropped', { card: nameOf(active.id), column: titleOf((over ?? active).id) }),
          onDragCancel: ({ active }) => t('kit.board.cancelled', { card: nameOf(active.id) }),
        },
      }}
    >
      <section className="td-board" aria-label={props.label}>
        {columns.map((column) => (
          <Lane key={column.id} column={column} cardId={cardId} cardLabel={cardLabel} renderCard={renderCard} />
        ))}
      </section>
      <DragOverlay>
        {draggedCard && <div className="td-board-card td-board-lifted">{renderCard(draggedCard)}</div>}
      </DragOverlay>
    </DndContext>
  )
}

/** Arrow keys while a card is lifted: up and down within a column, left and right to the column beside it. */
function stepsOver<Card>(
  columns: readonly BoardColumn<Card>[],
  cardId: (card: Card) => string,
): KeyboardCoordinateGetter {
  const lanes = columns.map(({ id, items }) => ({ id, cards: items.map(cardId) }))
  return (event, { active, context: { over, droppableRects } }) => {
    const here = String(over?.id ?? active)
    const lane = lanes.findIndex(({ id, cards }) => id === here || cards.includes(here))
    const at = Math.max(0, lanes[lane]?.cards.indexOf(here) ?? 0)
    const across = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0
    const along = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0
    const target = lanes[lane + across]
    if (!target || (!across && !along)) return undefined
    const next = across ? (target.cards[Math.min(at, target.cards.length - 1)] ?? target.id) : target.cards[at + along]
    const rect = next === undefined ? undefined : droppableRects.get(next)
    event.preventDefault()
    return rect && { x: rect.left, y: rect.top }
  }
}

type LaneProps<Card> = { column: BoardColumn<Card> } & Pick<Props<Card>, 'cardId' | 'cardLabel' | 'renderCard'>

function Lane<Card>({ column, cardId, cardLabel, renderCard }: LaneProps<Card>) {
  const t = useT()
  const format = useFormat()
  const { setNodeRef, isOver } = useDroppable({ id: column.id })
  const headingId = `board-${column.id}`
  return (
    <section className="td-lane" aria-labelledby={headingId} data-over={isOver || undefined}>
      <header className="td-lane-head">
        {column.mark && <span className="td-lane-mark" style={{ background: column.mark }} />}
        <h2 id={headingId} className="td-clip">
          {column.title}
        </h2>
        <span className="td-muted td-num">{format.number(column.count ?? column.items.length)}</span>
        {column.total !== undefined && <span className="td-lane-total td-num">{column.total}</span>}
      </header>
      <SortableContext id={column.id} items={column.items.map(cardId)} strategy={verticalListSortingStrategy}>
        <ul ref={setNodeRef} className="td-lane-cards">
          {column.items.map((card) => (
            <SortableCard key={cardId(card)} id={cardId(card)} label={cardLabel(card)}>
              {renderCard(card)}
            </SortableCard>
          ))}
          {column.items.length === 0 && <li className="td-lane-none">{t('kit.board.none')}</li>}
          {column.hasMore && (
            <li>
              <Button size="compact-sm" variant="subtle" color="gray" fullWidth onClick={column.onMore}>
                {t('kit.more')}
              </Button>
            </li>
          )}
        </ul>
      </SortableContext>
      {column.footer}
    </section>
  )
}

function SortableCard({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  const t = useT()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
  })
  const { onKeyDown, ...byPointer } = listeners ?? {}
  return (
    <li
      ref={setNodeRef}
      className="td-board-card"
      data-dragging={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      // Dragged from anywhere on it, its link included, which browsers would drag as an address.
      onDragStart={(event) => event.preventDefault()}
      {...byPointer}
    >
      {/* The handle is its own button: cards hold links, and controls must not nest. */}
      <button
        ref={setActivatorNodeRef}
        type="button"
        className="td-board-handle"
        {...attributes}
        onKeyDown={(event) => onKeyDown?.(event)}
        aria-label={t('kit.board.move', { card: label })}
      />
      <div className="td-board-content">{children}</div>
    </li>
  )
}
