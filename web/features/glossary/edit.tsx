import { Alert } from '@mantine/core'
import type { Term } from '#contract/glossary.ts'
import { etagOf } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { TermFields, useTermForm } from './term-form.tsx'

/** Changes a word as it was when the dialog opened: who is faster wins, and the other is told. */
export default function EditTerm({ term, onClose }: { term: Term; onClose: () => void }) {
  const t = useT()
  const form = useTermForm(term)
  const etag = etagOf(term)
  const change = useAct('PATCH /terms/:id', {
    form,
    done: t('glossary.edit.done'),
    ...(etag !== undefined && { ifMatch: etag }),
  })
  return (
    <FormDialog
      title={t('glossary.edit.title', { name: term.name })}
      form={form}
      onClose={onClose}
      busy={change.isPending}
      submitLabel={t('glossary.edit.submit')}
      onSubmit={async (body) => {
        await change.mutateAsync({ params: { id: term.id }, body })
        onClose()
      }}
    >
      {term.state !== 'draft' && (
        <Alert color="amber" variant="light">
          {t('glossary.edit.hint', { state: term.state })}
        </Alert>
      )}
      <TermFields form={form} />
    </FormDialog>
  )
}
