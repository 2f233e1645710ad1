import { Select, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Deal } from '#contract/deals.ts'
import { api } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

export type Closing = { deal: Pick<Deal, 'id' | 'name'>; as: 'won' | 'lost' }
const lostReasons = [
  'price',
  'competitor',
  'no_budget',
  'no_decision',
  'timing',
  'no_fit',
  'no_stock',
  'other',
] as const
const touched = ['/deals', '/contacts', '/pipelines']

/** Closes a deal: won with what decided it, lost with the reason that reports count by. */
export const CloseDialog = ({ deal, as, onClose }: Closing & { onClose: () => void }) =>
  as === 'won' ? <WonDialog deal={deal} onClose={onClose} /> : <LostDialog deal={deal} onClose={onClose} />

type Props = { deal: Closing['deal']; onClose: () => void }
const reopen = (id: string) => api('POST /deals/:id/reopening', { params: { id } })

function WonDialog({ deal, onClose }: Props) {
  const t = useT()
  const form = useForm({ initialValues: { reason: '' } })
  const win = useAct('POST /deals/:id/won', {
    form,
    invalidates: touched,
    done: (won) => t('deals.won.done', { deal: won.name }),
    undo: () => reopen(deal.id),
  })
  return (
    <FormDialog
      title={t('deals.won.title')}
      form={form}
      onClose={onClose}
      busy={win.isPending}
      submitLabel={t('deals.won.confirm')}
      onSubmit={async ({ reason }) => {
        await win.mutateAsync({ params: { id: deal.id }, body: reason.trim() ? { reason: reason.trim() } : {} })
        onClose()
      }}
    >
      <Text>{t('deals.won.text', { deal: deal.name })}</Text>
      <TextInput
        label={t('deals.won.reason')}
        placeholder={t('deals.won.reasonPlaceholder')}
        maxLength={500}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}

function LostDialog({ deal, onClose }: Props) {
  const t = useT()
  const form = useForm<{ reason: (typeof lostReasons)[number] | null; note: string }>({
    initialValues: { reason: null, note: '' },
    validate: { reason: (reason) => (reason === null ? t('rules.required') : null) },
  })
  const lose = useAct('POST /deals/:id/lost', {
    form,
    invalidates: touched,
    done: (lost) => t('deals.lost.done', { deal: lost.name }),
    undo: () => reopen(deal.id),
  })
  return (
    <FormDialog
      title={t('deals.lost.title')}
      form={form}
      onClose={onClose}
      busy={lose.isPending}
      submitLabel={t('deals.lost.confirm')}
      onSubmit={async ({ reason, note }) => {
        if (reason === null) return
        await lose.mutateAsync({ params: { id: deal.id }, body: { reason, ...(note.trim() && { note: note.trim() }) } })
        onClose()
      }}
    >
      <Text fw={550}>{deal.name}</Text>
      <Select
        label={t('deals.lost.reason')}
        required
        data-autofocus
        allowDeselect={false}
        data={lostReasons.map((reason) => ({ value: reason, label: t(`deals.lostReasons.${reason}`) }))}
        {...form.getInputProps('reason')}
      />
      <Textarea
        label={t('deals.lost.note')}
        placeholder={t('deals.lost.notePlaceholder')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
    </FormDialog>
  )
}
