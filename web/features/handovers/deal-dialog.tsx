import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { MoneyInput } from '../../kernel/record/money-input.tsx'
import { afterDecision, type LeadDetail } from './types.ts'

/** Opens the deal that an accepted lead becomes. */
export function DealDialog({ lead, onClose }: { lead: LeadDetail; onClose: () => void }) {
  const t = useT()
  const go = useGo()
  const form = useForm<{ name: string; amount: { amountCents: number; currency: string } | null }>({
    initialValues: { name: lead.companyName ?? lead.contactName, amount: null },
  })
  const create = useAct('POST /deals', {
    form,
    invalidates: afterDecision,
    done: t('handovers.dealOpened'),
    idempotent: true,
  })
  return (
    <FormDialog
      title={t('handovers.acts.openDeal')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      onSubmit={async ({ name, amount }) => {
        const deal = await create.mutateAsync({
          body: { name, contactId: lead.contactId, handoverId: lead.id, ownerId: lead.assigneeId, amount },
        })
        onClose()
        go(`/deals/${deal.id}`)
      }}
    >
      <TextInput label={t('handovers.deal.name')} required data-autofocus {...form.getInputProps('name')} />
      <MoneyInput
        label={t('handovers.deal.amount')}
        value={form.values.amount}
        onChange={(amount) => form.setFieldValue('amount', amount)}
      />
    </FormDialog>
  )
}
