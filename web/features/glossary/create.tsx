import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { TermFields, useTermForm } from './term-form.tsx'

export default function CreateTerm({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const form = useTermForm()
  const create = useAct('POST /terms', { form, done: t('glossary.create.done'), idempotent: true })
  return (
    <FormDialog
      title={t('glossary.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('glossary.create.submit')}
      onSubmit={async (body) => {
        const term = await create.mutateAsync({ body })
        onClose()
        go(`/glossary/${term.id}`)
      }}
    >
      <TermFields form={form} />
    </FormDialog>
  )
}
