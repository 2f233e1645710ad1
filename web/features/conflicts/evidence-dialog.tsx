import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

const kinds = ['live', 'number', 'link'] as const
const metrics = ['rejections', 'rejection_share', 'sla_failures', 'drifted_claims', 'returns'] as const
const rejections = ['no_timing', 'no_fit', 'bad_data', 'duplicate', 'unreachable'] as const
const returned = ['not_as_described', 'defective', 'changed_mind', 'wrong_item', 'late', 'other'] as const
type Values = {
  kind: (typeof kinds)[number]
  metric: (typeof metrics)[number]
  reason: string | null
  days: number | string
  label: string
  value: number | string
  url: string
}

/** A number that the house knows, or one that somebody brings. */
export function EvidenceDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: { kind: 'live', metric: 'rejections', reason: null, days: 30, label: '', value: '', url: '' },
  })
  const add = useAct('POST /conflicts/:id/evidence', { form, done: t('conflicts.evidence.added'), idempotent: true })
  const { kind, metric } = form.values
  const reasons = metric === 'returns' ? returned : metric.startsWith('rejection') ? rejections : []
  return (
    <FormDialog
      title={t('conflicts.evidence.add')}
      form={form}
      onClose={onClose}
      busy={add.isPending}
      submitLabel={t('conflicts.evidence.add')}
      onSubmit={async (values) => {
        const url = values.url.trim()
        const reason = [...rejections, ...returned].find((one) => one === values.reason)
        await add.mutateAsync({
          params: { id },
          body:
            values.kind === 'live'
              ? { kind: 'live', metric: values.metric, ...(reason && { reason }), days: Number(values.days) || 30 }
              : {
                  kind: values.kind,
                  label: values.label,
                  ...(values.kind === 'number' && { value: Number(values.value) }),
                  ...(url && { url }),
                },
        })
        onClose()
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('conflicts.evidence.kind')}
        value={kind}
        onChange={(next) => form.setFieldValue('kind', kinds.find((one) => one === next) ?? 'live')}
        data={kinds.map((value) => ({ value, label: t(`conflicts.evidence.kinds.${value}`) }))}
      />
      {kind === 'live' ? (
        <>
          <Select
            label={t('conflicts.evidence.metric')}
            required
            allowDeselect={false}
            data={metrics.map((value) => ({ value, label: t(`conflicts.metrics.${value}`) }))}
            value={metric}
            onChange={(next) => {
              form.setFieldValue('metric', metrics.find((one) => one === next) ?? 'rejections')
              form.setFieldValue('reason', null)
            }}
          />
          {reasons.length > 0 && (
            <Select
              label={t('conflicts.evidence.reason')}
              placeholder={t('conflicts.evidence.anyReason')}
              clearable
              data={reasons.map((value) => ({ value, label: t(`conflicts.reasons.${value}`) }))}
              {...form.getInputProps('reason')}
            />
          )}
          {metric !== 'drifted_claims' && (
            <NumberField
              label={t('conflicts.evidence.days')}
              min={1}
              max={365}
              required
              {...form.getInputProps('days')}
            />
          )}
        </>
      ) : (
        <>
          <TextInput
            label={t('conflicts.evidence.label')}
            required
            maxLength={300}
            data-autofocus
            {...form.getInputProps('label')}
          />
          {kind === 'number' && (
            <NumberField label={t('conflicts.evidence.value')} required decimals={2} {...form.getInputProps('value')} />
          )}
          <TextInput
            type="url"
            label={t('conflicts.evidence.url')}
            placeholder="https://"
            required={kind === 'link'}
            maxLength={2000}
            {...form.getInputProps('url')}
          />
        </>
      )}
    </FormDialog>
  )
}
