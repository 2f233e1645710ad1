import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { TaskFields } from './task-form.tsx'
import type { About } from './use-tasks.ts'
import type { TaskValues } from './words.ts'

/** A task from anywhere; on a record's page it is about that record. */
export default function CreateTask({ onClose, ...given }: CreateProps & About) {
  const t = useT()
  const { member } = useMe()
  const form = useForm<TaskValues>({
    initialValues: { title: '', body: '', kind: 'to_do', priority: 'normal', dueAt: null, assigneeId: member.id },
  })
  const create = useAct('POST /tasks', {
    form,
    done: t('tasks.add.done'),
    idempotent: true,
    invalidates: ['/tasks', '/deals/:id/timeline', '/contacts/:id/timeline'],
  })
  return (
    <FormDialog
      title={t('tasks.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('tasks.add.action')}
      onSubmit={async (values) => {
        await create.mutateAsync({ body: { ...values, ...aboutHere(), ...given } })
        onClose()
      }}
    >
      <TaskFields form={form} />
    </FormDialog>
  )
}

/** The record whose page is open. */
function aboutHere(): About {
  const [, noun, id] = /^\/(contacts|companies|deals)\/([0-9a-f-]{36})/.exec(window.location.pathname) ?? []
  if (!noun || !id) return {}
  return noun === 'contacts' ? { contactId: id } : noun === 'companies' ? { companyId: id } : { dealId: id }
}
