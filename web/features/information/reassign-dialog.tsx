import { Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import { touched } from './words.ts'

/** Hands items to somebody else, as when their owner leaves. */
export function ReassignDialog({ ids, onClose, onDone }: { ids: string[]; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const form = useForm<{ ownerId: string | null }>({
    initialValues: { ownerId: null },
    validate: { ownerId: (id) => (id === null ? t('rules.required') : null) },
  })
  const reassign = useAct('POST /information-items/owner', {
    form,
    invalidates: touched,
    done: ({ changed, refused }) => t('information.acts.reassigned', { count: changed, refused: refused.length }),
  })
  return (
    <FormDialog
      title={t('information.acts.reassign')}
      form={form}
      onClose={onClose}
      busy={reassign.isPending}
      onSubmit={async ({ ownerId }) => {
        if (ownerId === null) return
        await reassign.mutateAsync({ body: { ids, ownerId } })
        onDone()
        onClose()
      }}
    >
      <Text size="sm">{t('information.acts.reassignText', { count: ids.length })}</Text>
      <MemberSelect
        label={t('information.columns.owner')}
        required
        value={form.values.ownerId}
        onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
        error={form.errors.ownerId}
      />
    </FormDialog>
  )
}
