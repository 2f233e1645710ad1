import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon } from '@mantine/core'
import { IconGripVertical } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../../../kernel/i18n.tsx'
import { sortingAnnouncements } from '../../../kernel/list/sorting-announcements.ts'

type Named = { id: string; title: string }
type Props<Item> = {
  items: readonly Item[]
  readOnly?: boolean
  onOrder: (ids: string[], moved: Item) => void
  children: (item: Item, index: number) => ReactNode
}

/** Lines in an order that people decide: by pointer, finger or keyboard (Space, arrows, Space), each step read out. */
export function SortableList<Item extends Named>({ items, readOnly = false, onOrder, children }: Props<Item>) {
  const t = useT()
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const ids = items.map(({ id }) => id)
  const place = (id: unknown) => ids.indexOf(String(id)) + 1
  const titleOf = (id: unknown) => items[place(id) - 1]?.title ?? ''
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const moved = items[place(active.id) - 1]
    if (!over || !moved || active.id === over.id) return
    onOrder(arrayMove(ids, place(active.id) - 1, place(over.id) - 1), moved)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{
        screenReaderInstructions: { draggable: t('meetings.agenda.drag.help') },
        announcements: sortingAnnouncements(t, ids, titleOf),
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ol className="mt-agenda">
          {items.map((item, index) => (
            <Line key={item.id} item={item} readOnly={readOnly}>
              {children(item, index)}
            </Line>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}

function Line({ item, readOnly, children }: { item: Named; readOnly: boolean; children: ReactNode }) {
  const t = useT()
  const sortable = useSortable({ id: item.id, disabled: readOnly })
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = sortable
  return (
    <li
      ref={setNodeRef}
      className="mt-item"
      data-dragging={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      {!readOnly && (
        <ActionIcon
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          size="sm"
          color="gray"
          className="mt-grip"
          aria-label={t('meetings.agenda.drag.move', { item: item.title })}
        >
          <IconGripVertical size={16} />
        </ActionIcon>
      )}
      {children}
    </li>
  )
}
