import { Alert } from '@mantine/core'
import type { Notice } from '#contract/notices.ts'
import { etagOf } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { DueFields, NoticeFields, useNoticeForm, WordFields } from './notice-form.tsx'
import { bodyOf } from './values.ts'
import './notices.css'

/** A draft is changed; a published notice is revised, and everybody is asked again. */
export default function EditNotice({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  return notice.state === 'draft' ? (
    <Change notice={notice} onClose={onClose} />
  ) : (
    <Revise notice={notice} onClose={onClose} />
  )
}

function Change({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useT()
  const form = useNoticeForm(notice)
  const etag = etagOf(notice)
  const change = useAct('PATCH /notices/:id', {
    form,
    done: t('notices.edit.done'),
    ...(etag !== undefined && { ifMatch: etag }),
  })
  return (
    <FormDialog
      title={t('notices.edit.title')}
      size="lg"
      form={form}
      onClose={onClose}
      busy={change.isPending}
      submitLabel={t('notices.edit.submit')}
      onSubmit={async (values) => {
        await change.mutateAsync({ params: { id: notice.id }, body: bodyOf(values) })
        onClose()
      }}
    >
      <NoticeFields form={form} />
    </FormDialog>
  )
}

function Revise({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useT()
  const form = useNoticeForm(notice)
  const etag = etagOf(notice)
  const revise = useAct('POST /notices/:id/revisions', {
    form,
    done: t('notices.revise.done'),
    ...(etag !== undefined && { ifMatch: etag }),
  })
  return (
    <FormDialog
      title={t('notices.revise.title')}
      size="lg"
      form={form}
      onClose={onClose}
      busy={revise.isPending}
      submitLabel={t('notices.revise.submit')}
      onSubmit={async ({ title, body, severity, question, dueOn }) => {
        // Who did not write it does not know the right answer, and leaves the question as it is.
        const known = notice.question === null || notice.question.answer !== null
        await revise.mutateAsync({
          params: { id: notice.id },
          body: { title, body, severity, dueOn, ...(known && { question }) },
        })
        onClose()
      }}
    >
      <Alert color="amber" variant="light">
        {t('notices.revise.hint')}
      </Alert>
      <WordFields form={form} />
      {notice.acknowledgement && <DueFields form={form} />}
    </FormDialog>
  )
}
