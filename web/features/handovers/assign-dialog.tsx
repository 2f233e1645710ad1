import { Select } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import type { LeadDetail } from './types.ts'
import { useSellers } from './use-sellers.ts'

/** Gives a lead to another seller. */
export function AssignDialog({ lead, onClose }: { lead: LeadDetail; onClose: () => void }) {
  const t = useT()
  const sellers = useSellers()
  const form = useForm<{ memberId: string | null }>({ initialValues: { memberId: null } })
  const assign = useAct('POST /handovers/:id/assignment', {
    form,
    invalidates: ['/handovers', '/today'],
    done: t('handovers.assigned'),
  })
  return (
    <FormDialog
      title={t('handovers.assign.title', { name: lead.contactName })}
      form={form}
      onClose={onClose}
      busy={assign.isPending}
      submitLabel={t('handovers.acts.assign')}
      onSubmit={async ({ memberId }) => {
        if (memberId === null) return
        await assign.mutateAsync({ params: { id: lead.id }, body: { memberId } })
        onClose()
      }}
    >
      <Select
        label={t('handovers.assign.member')}
        description={t('handovers.assign.text')}
        data={sellers.filter(({ value }) => value !== lead.assigneeId)}
        searchable
        required
        data-autofocus
        {...form.getInputProps('memberId')}
      />
    </FormDialog>
  )
}
