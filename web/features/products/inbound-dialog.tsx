import { Checkbox, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Inbound } from '#contract/stock.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Values = {
  quantity: number | string
  expectedOn: string | null
  confirmed: boolean
  supplier: string
  reference: string
}

/** A delivery that is expected, or what changed about it. */
export function InboundDialog({
  productId,
  inbound,
  onClose,
}: {
  productId: string
  inbound: Inbound | null
  onClose: () => void
}) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      quantity: inbound?.quantity ?? '',
      expectedOn: inbound?.expectedOn ?? null,
      confirmed: inbound?.confirmed ?? false,
      supplier: inbound?.supplier ?? '',
      reference: inbound?.reference ?? '',
    },
    validate: { expectedOn: (day) => (day === null ? t('rules.required') : null) },
  })
  const create = useAct('POST /products/:id/inbound', { form, idempotent: true, done: t('products.inbound.added') })
  const change = useAct('PATCH /products/:id/inbound/:inboundId', {
    form,
    done: t('products.inbound.saved'),
    ...(inbound && { ifMatch: `"${inbound.version}"` }),
  })
  return (
    <FormDialog
      title={t(inbound ? 'products.inbound.editTitle' : 'products.inbound.add')}
      form={form}
      onClose={onClose}
      busy={create.isPending || change.isPending}
      onSubmit={async ({ quantity, expectedOn, confirmed, supplier, reference }) => {
        if (expectedOn === null) return
        const body = {
          quantity: Number(quantity),
          expectedOn,
          confirmed,
          supplier: supplier.trim() || null,
          reference: reference.trim() || null,
        }
        if (inbound) await change.mutateAsync({ params: { id: productId, inboundId: inbound.id }, body })
        else await create.mutateAsync({ params: { id: productId }, body })
        onClose()
      }}
    >
      <Group grow align="flex-start">
        <NumberField
          label={t('products.stock.units')}
          required
          min={1}
          max={1_000_000_000}
          data-autofocus
          {...form.getInputProps('quantity')}
        />
        <DateField
          label={t('products.inbound.expectedOn')}
          required
          value={form.values.expectedOn}
          error={form.errors.expectedOn}
          onChange={(day) => form.setFieldValue('expectedOn', day)}
        />
      </Group>
      <Checkbox
        label={t('products.inbound.confirmedLabel')}
        description={t('products.inbound.confirmedHelp')}
        {...form.getInputProps('confirmed', { type: 'checkbox' })}
      />
      <Group grow align="flex-start">
        <TextInput label={t('products.inbound.supplier')} maxLength={200} {...form.getInputProps('supplier')} />
        <TextInput label={t('products.inbound.reference')} maxLength={200} {...form.getInputProps('reference')} />
      </Group>
    </FormDialog>
  )
}
