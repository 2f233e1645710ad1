import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import type { Task } from '#contract/activities.ts'
import { api } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { TaskFields } from './task-form.tsx'
import type { TaskValues } from './words.ts'

/** Everything of one task. Somebody else's change meanwhile is refused, not written over. */
export function EditTask({ task, onClose }: { task: Task; onClose: () => void }) {
  const t = useT()
  const can = useCan()
  const { title, body, kind, priority, dueAt, assigneeId } = task
  const form = useForm<TaskValues>({ initialValues: { title, body, kind, priority, dueAt, assigneeId } })
  const save = useAct('PATCH /tasks/:id', { form, ifMatch: `"${task.version}"` })
  const remove = useAct('DELETE /tasks/:id', {
    done: t('tasks.deleted'),
    undo: () => api('POST /tasks/:id/restoration', { params: { id: task.id } }),
  })
  return (
    <FormDialog
      title={t('tasks.edit.title')}
      form={form}
      onClose={onClose}
      busy={save.isPending}
      onSubmit={async (values) => {
        await save.mutateAsync({ params: { id: task.id }, body: values })
        onClose()
      }}
    >
      <TaskFields form={form} />
      {can('tasks.write') && (
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={16} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => {
            remove.mutate({ params: { id: task.id } })
            onClose()
          }}
        >
          {t('kit.delete')}
        </Button>
      )}
    </FormDialog>
  )
}
