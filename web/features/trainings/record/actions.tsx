import { Button, Menu } from '@mantine/core'
import { IconArchive, IconRocket } from '@tabler/icons-react'
import { useState } from 'react'
import type { Training } from '#contract/trainings.ts'
import { api } from '../../../kernel/api.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useGo } from '../../../kernel/navigation.tsx'
import { useAct } from '../../../kernel/query.ts'
import { ConfirmDialog } from '../../../kernel/record/confirm-dialog.tsx'
import { DeleteItem, MoreMenu } from '../../../kernel/record/more-menu.tsx'

/** What can be done with a training as a whole. */
export function TrainingActions({ training }: { training: Training }) {
  const t = useT()
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const params = { id: training.id }
  const publish = useAct('POST /trainings/:id/publication', { done: t('trainings.acts.published') })
  const retire = useAct('POST /trainings/:id/retirement', {
    done: t('trainings.acts.retired'),
    undo: () => api('POST /trainings/:id/publication', { params }),
  })
  const remove = useAct('DELETE /trainings/:id', {
    done: t('trainings.acts.deleted'),
    undo: () => api('POST /trainings/:id/restoration', { params }),
  })
  return (
    <>
      {training.state !== 'active' && (
        <Button
          leftSection={<IconRocket size={17} />}
          loading={publish.isPending}
          onClick={() => publish.mutate({ params })}
        >
          {t('trainings.acts.publish')}
        </Button>
      )}
      <MoreMenu>
        {training.state === 'active' && (
          <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => retire.mutate({ params })}>
            {t('trainings.acts.retire')}
          </Menu.Item>
        )}
        <DeleteItem onClick={() => setAsking(true)} />
      </MoreMenu>
      {asking && (
        <ConfirmDialog
          title={t('trainings.acts.delete')}
          text={t('trainings.acts.deleteText')}
          affected={[training.title]}
          onConfirm={async () => {
            await remove.mutateAsync({ params })
            go('/trainings/catalogue')
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
