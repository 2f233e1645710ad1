import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ProductRecord } from '#contract/products.ts'
import type { Stock } from '#contract/stock.ts'
import { DateTimeField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Values = { quantity: number | string; reference: string; expiresAt: string | null }

/** Hold units back for somebody. */
export function ReserveDialog({
  product,
  stock,
  onClose,
}: {
  product: ProductRecord
  stock: Stock
  onClose: () => void
}) {
  const t = useT()
  const form = useForm<Values>({ initialValues: { quantity: 1, reference: '', expiresAt: null } })
  const reserve = useAct('POST /products/:id/stock/reservations', {
    form,
    idempotent: true,
    done: ({ quantity }) => t('products.reservations.done', { quantity }),
  })
  const free = Math.max(0, stock.onHand - stock.reserved)
  return (
    <FormDialog
      title={t('products.reservations.ask', { name: product.name })}
      form={form}
      onClose={onClose}
      busy={reserve.isPending}
      submitLabel={t('products.reservations.add')}
      onSubmit={async ({ quantity, reference, expiresAt }) => {
        const body = {
          quantity: Number(quantity),
          ...(reference.trim() && { reference: reference.trim() }),
          ...(expiresAt && { expiresAt }),
        }
        await reserve.mutateAsync({ params: { id: product.id }, body })
        onClose()
      }}
    >
      <NumberField
        label={t('products.stock.units')}
        description={t('products.reservations.free', { free })}
        required
        min={1}
        max={Math.max(0, free)}
        data-autofocus
        {...form.getInputProps('quantity')}
      />
      <TextInput
        label={t('products.stock.reference')}
        description={t('products.reservations.referenceHelp')}
        maxLength={200}
        {...form.getInputProps('reference')}
      />
      <DateTimeField
        label={t('products.reservations.until')}
        description={t('products.reservations.untilHelp')}
        clearable
        value={form.values.expiresAt}
        error={form.errors.expiresAt}
        onChange={(at) => form.setFieldValue('expiresAt', at)}
      />
    </FormDialog>
  )
}
