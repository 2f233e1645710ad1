import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { arrayMove, SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { Alert, Text } from '@mantine/core'
import { useState } from 'react'
import type { FieldType, FormField } from '#contract/forms.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { sortingAnnouncements } from '../../../kernel/list/sorting-announcements.ts'
import type { DraftState } from '../use-draft.tsx'
import { errorAt } from './error-at.ts'
import { FieldCard } from './field-card.tsx'
import { newField } from './field-types.ts'
import { Palette, PaletteItem } from './palette.tsx'

const listId = 'fields'

/** Fields in their order: drag them from the palette or within the list, by pointer or keyboard, or click to add. */
export function FieldsEditor({ state }: { state: DraftState }) {
  const t = useT()
  const { fields } = state.draft
  const [openKey, setOpenKey] = useState<string | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const list = useDroppable({ id: listId })
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const change = (next: FormField[]) => state.set({ fields: next })
  const add = (type: FieldType, at = fields.length) => {
    const field = newField(type, fields, t)
    change(fields.toSpliced(at, 0, field))
    setOpenKey(field.key)
  }
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    if (!over) return
    const from = String(active.id)
    const index = fields.findIndex((field) => field.key === over.id)
    if (from.startsWith('new:')) return add(from.slice(4) as FieldType, index < 0 ? fields.length : index)
    if (index >= 0)
      change(
        arrayMove(
          fields,
          fields.findIndex((field) => field.key === from),
          index,
        ),
      )
  }
  const nameOf = (id: string) =>
    id.startsWith('new:') ? t(`forms.types.${id.slice(4)}`) : (fields.find(({ key }) => key === id)?.label ?? '')
  const noIdentity = errorAt(state, t, '/fields')
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragCancel={() => setDragged(null)}
      onDragEnd={drop}
      accessibility={{
        screenReaderInstructions: { draggable: t('forms.builder.dragHelp') },
        announcements: sortingAnnouncements(
          t,
          fields.map(({ key }) => key),
          nameOf,
        ),
      }}
    >
      <Palette onAdd={add} />
      {noIdentity && (
        <Alert color="red" mb="sm">
          {noIdentity}
        </Alert>
      )}
      <SortableContext items={fields.map((field) => field.key)} strategy={verticalListSortingStrategy}>
        <ol className="td-form-fields" ref={list.setNodeRef}>
          {fields.map((field, index) => (
            <FieldCard
              key={field.key}
              field={field}
              index={index}
              state={state}
              isOpen={openKey === field.key}
              onToggle={() => setOpenKey(openKey === field.key ? null : field.key)}
              onChange={(next) => {
                if (next.key !== field.key) setOpenKey(next.key)
                change(fields.with(index, next))
              }}
              onRemove={() => change(fields.toSpliced(index, 1))}
            />
          ))}
        </ol>
      </SortableContext>
      {fields.length === 0 && <Text c="dimmed">{t('forms.builder.noFields')}</Text>}
      <DragOverlay>{dragged?.startsWith('new:') && <PaletteItem type={dragged.slice(4) as FieldType} />}</DragOverlay>
    </DndContext>
  )
}
