import { useDraggable } from '@dnd-kit/core'
import { Button, Group, Text } from '@mantine/core'
import type { FieldType } from '#contract/forms.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { fieldIcons, paletteTypes } from './field-types.ts'

/** Every kind of field: click to add it at the end, drag it where it belongs. */
export function Palette({ onAdd }: { onAdd: (type: FieldType) => void }) {
  const t = useT()
  return (
    <section aria-label={t('forms.builder.palette')}>
      <Text size="sm" c="dimmed" mb={6}>
        {t('forms.builder.paletteHelp')}
      </Text>
      <Group gap={6} mb="md">
        {paletteTypes.map((type) => (
          <DraggableItem key={type} type={type} onAdd={onAdd} />
        ))}
      </Group>
    </section>
  )
}

function DraggableItem({ type, onAdd }: { type: FieldType; onAdd: (type: FieldType) => void }) {
  const { setNodeRef, listeners } = useDraggable({ id: `new:${type}` })
  const { onKeyDown: _, ...byPointer } = listeners ?? {}
  return (
    <span ref={setNodeRef} {...byPointer} style={{ touchAction: 'none' }}>
      <PaletteItem type={type} onClick={() => onAdd(type)} />
    </span>
  )
}

export function PaletteItem({ type, onClick }: { type: FieldType; onClick?: () => void }) {
  const t = useT()
  const Picture = fieldIcons[type]
  return (
    <Button size="xs" variant="default" leftSection={<Picture size={15} />} onClick={onClick}>
      {t(`forms.types.${type}`)}
    </Button>
  )
}
