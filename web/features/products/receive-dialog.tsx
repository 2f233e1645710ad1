import { Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Inbound } from '#contract/stock.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'

/** The delivery is there: as many units as really came go into stock. */
export function ReceiveDialog({ inbound, onClose }: { inbound: Inbound; onClose: () => void }) {
  const t = useT()
  const form = useForm<{ quantity: number | string }>({ initialValues: { quantity: inbound.quantity } })
  const receive = useAct('POST /products/:id/inbound/:inboundId/receipt', {
    form,
    idempotent: true,
    done: t('products.inbound.received'),
  })
  return (
    <FormDialog
      title={t('products.inbound.receiveTitle')}
      form={form}
      onClose={onClose}
      busy={receive.isPending}
      submitLabel={t('products.inbound.receive')}
      onSubmit={async ({ quantity }) => {
        const params = { id: inbound.productId, inboundId: inbound.id }
        await receive.mutateAsync({ params, body: { quantity: Number(quantity) } })
        onClose()
      }}
    >
      <Text>{t('products.inbound.receiveText')}</Text>
      <NumberField
        label={t('products.stock.units')}
        required
        min={0}
        max={1_000_000_000}
        data-autofocus
        {...form.getInputProps('quantity')}
      />
    </FormDialog>
  )
}
