import { Modal, UnstyledButton } from '@mantine/core'
import type { CreateEntry } from '../feature.ts'
import { useT } from '../i18n.tsx'

type Props = { entries: readonly CreateEntry[]; onChoose: (entry: CreateEntry) => void; onClose: () => void }

export default function CreateChooser({ entries, onChoose, onClose }: Props) {
  const t = useT()
  return (
    <Modal opened onClose={onClose} title={t('app.create')} size="sm">
      <div className="td-choices">
        {entries.map((entry, index) => (
          <UnstyledButton
            key={entry.id}
            className="td-choice"
            data-autofocus={index === 0 || undefined}
            onClick={() => onChoose(entry)}
          >
            <entry.icon size={18} stroke={1.6} />
            <span>{t(entry.label)}</span>
          </UnstyledButton>
        ))}
      </div>
    </Modal>
  )
}
