import { Modal, Text } from '@mantine/core'
import type { CreateProps } from '../../kernel/feature.ts'
import { useT } from '../../kernel/i18n.tsx'
import { TemplateCards } from './template-cards.tsx'

/** A new form begins as a whole one: from a template. */
export default function CreateForm({ onClose }: CreateProps) {
  const t = useT()
  return (
    <Modal opened onClose={onClose} title={t('forms.create.title')} size="lg">
      <Text c="dimmed" mb="md">
        {t('forms.create.text')}
      </Text>
      <TemplateCards onCreated={onClose} />
    </Modal>
  )
}
