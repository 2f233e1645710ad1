import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Badge, Collapse, Group, TextInput, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconGripVertical, IconTrash } from '@tabler/icons-react'
import type { FormField } from '#contract/forms.ts'
import { useT } from '../../../kernel/i18n.tsx'
import type { DraftState } from '../use-draft.tsx'
import { errorAt } from './error-at.ts'
import { FieldDetails } from './field-details.tsx'
import { fieldIcons } from './field-types.ts'

type Props = {
  field: FormField
  index: number
  state: DraftState
  isOpen: boolean
  onToggle: () => void
  onChange: (field: FormField) => void
  onRemove: () => void
}

/** One field: its label is edited in place, the rest unfolds. */
export function FieldCard({ field, index, state, isOpen, onToggle, onChange, onRemove }: Props) {
  const t = useT()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: field.key,
  })
  const Picture = fieldIcons[field.type]
  const hasError = state.errors.some((error) => error.pointer.startsWith(`/fields/${index}/`))
  return (
    <li
      ref={setNodeRef}
      className="td-form-field"
      data-dragging={isDragging || undefined}
      data-error={hasError || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <Group gap={6} wrap="nowrap">
        <ActionIcon
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          color="gray"
          style={{ cursor: 'grab', touchAction: 'none' }}
          aria-label={t('forms.builder.move', { label: field.label })}
        >
          <IconGripVertical size={16} />
        </ActionIcon>
        <Tooltip label={t(`forms.types.${field.type}`)}>
          <Picture size={16} className="td-muted" style={{ flex: 'none' }} aria-hidden="true" />
        </Tooltip>
        <TextInput
          variant="unstyled"
          flex={1}
          miw={0}
          aria-label={t('forms.builder.labelOf', { number: index + 1 })}
          value={field.label}
          error={errorAt(state, t, `/fields/${index}/label`)}
          onChange={(event) => onChange({ ...field, label: event.currentTarget.value })}
        />
        {field.required && (
          <Badge size="sm" variant="light" color="gray" style={{ flex: 'none' }}>
            {t('forms.builder.required')}
          </Badge>
        )}
        <ActionIcon
          color="gray"
          aria-expanded={isOpen}
          aria-label={t('forms.builder.details', { label: field.label })}
          onClick={onToggle}
        >
          {isOpen ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        </ActionIcon>
        <ActionIcon color="gray" aria-label={t('forms.builder.remove', { label: field.label })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <Collapse expanded={isOpen || hasError}>
        {(isOpen || hasError) && <FieldDetails field={field} index={index} state={state} onChange={onChange} />}
      </Collapse>
    </li>
  )
}
