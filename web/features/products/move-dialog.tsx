import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ProductRecord } from '#contract/products.ts'
import type { Stock } from '#contract/stock.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

type Props = { product: ProductRecord; stock: Stock; onClose: () => void }
type Values = { direction: 'in' | 'out'; quantity: number | string; reason: string; reference: string }

const reasons = {
  in: ['purchase', 'return', 'correction', 'transfer'],
  out: ['sale', 'loss', 'correction', 'transfer'],
} as const

/** Units in or out, with the reason. */
export function MoveDialog({ product, stock, onClose }: Props) {
  const t = useT()
  const form = useForm<Values>({ initialValues: { direction: 'out', quantity: 1, reason: 'sale', reference: '' } })
  const move = useAct('POST /products/:id/stock/movements', {
    form,
    idempotent: true,
    done: (reply) => t('products.stock.moved', { onHand: reply.onHand }),
  })
  const { direction } = form.values
  return (
    <FormDialog
      title={t('products.stock.moveTitle', { name: product.name })}
      form={form}
      onClose={onClose}
      busy={move.isPending}
      submitLabel={t('products.stock.move')}
      onSubmit={async ({ quantity, reason, reference }) => {
        const delta = direction === 'in' ? Number(quantity) : -Number(quantity)
        const body = { delta, reason, ...(reference.trim() && { reference: reference.trim() }) }
        await move.mutateAsync({ params: { id: product.id }, body })
        onClose()
      }}
    >
      <SegmentedControl
        aria-label={t('products.stock.direction')}
        value={direction}
        onChange={(value) => {
          const next = value === 'in' ? 'in' : 'out'
          form.setValues({ direction: next, reason: reasons[next][0] })
        }}
        data={(['out', 'in'] as const).map((value) => ({ value, label: t(`products.stock.directions.${value}`) }))}
      />
      <NumberField
        label={t('products.stock.units')}
        description={t('products.stock.thereAre', { onHand: stock.onHand })}
        required
        min={1}
        max={direction === 'out' ? stock.onHand : 1_000_000_000}
        data-autofocus
        {...form.getInputProps('quantity')}
      />
      <Select
        label={t('products.stock.reason')}
        allowDeselect={false}
        data={reasons[direction].map((value) => ({ value, label: t(`products.stock.reasons.${value}`) }))}
        {...form.getInputProps('reason')}
      />
      <TextInput
        label={t('products.stock.reference')}
        description={t('products.stock.referenceHelp')}
        maxLength={200}
        {...form.getInputProps('reference')}
      />
    </FormDialog>
  )
}
