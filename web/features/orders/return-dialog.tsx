import { Fieldset, Stack, Switch, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { OrderRecord } from '#contract/orders.ts'
import { DateTimeField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { type Money, useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { MoneyInput } from '../../kernel/record/money-input.tsx'
import { type Cause, CauseFields } from './causes.tsx'

type Line = Cause & { orderLineId: string; quantity: number | '' }
type Values = { lines: Line[]; returnedAt: string | null; refund: Money | null; note: string; restock: boolean }

/** What comes back of an order: how many of each line, why, and what is paid back. */
export function ReturnDialog({ order, onClose }: { order: OrderRecord; onClose: () => void }) {
  const t = useT()
  const open = order.lines.filter((line) => line.returned < line.quantity)
  const form = useForm<Values>({
    initialValues: {
      lines: open.map(({ id }) => ({
        ...{ orderLineId: id, quantity: open.length === 1 ? 1 : 0, reason: 'not_as_described' as const },
        ...{ attributeKey: null, claimId: null, note: '' },
      })),
      ...{ returnedAt: null, refund: null, note: '', restock: false },
    },
    validate: {
      lines: (lines) => (lines.some(({ quantity }) => Number(quantity) > 0) ? null : t('orders.returns.nothing')),
    },
  })
  const create = useAct('POST /returns', {
    form,
    idempotent: true,
    invalidates: ['/returns', '/orders'],
    done: t('orders.returns.created'),
  })
  const submit = async ({ lines, returnedAt, refund, note, restock }: Values) => {
    await create.mutateAsync({
      body: {
        orderId: order.id,
        ...(returnedAt && { returnedAt }),
        ...(refund && { refundCents: refund.amountCents }),
        ...(note.trim() && { note: note.trim() }),
        restock,
        lines: lines
          .filter(({ quantity }) => Number(quantity) > 0)
          .map(({ note: words, quantity, ...line }) => ({
            ...line,
            quantity: Number(quantity),
            ...(words.trim() && { note: words.trim() }),
          })),
      },
    })
    onClose()
  }
  return (
    <FormDialog
      title={t('orders.returns.heading', { number: order.number })}
      form={form}
      size="lg"
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('orders.returns.create')}
      onSubmit={submit}
    >
      {open.map((line, index) => (
        <Fieldset key={line.id} legend={line.name}>
          <Stack gap="sm">
            <NumberField
              label={t('orders.returns.quantity', { left: line.quantity - line.returned })}
              min={0}
              max={line.quantity - line.returned}
              data-autofocus={index === 0 || undefined}
              {...form.getInputProps(`lines.${index}.quantity`)}
            />
            {Number(form.values.lines[index]?.quantity) > 0 && (
              <CauseFields
                label={line.name}
                productId={line.productId}
                value={form.values.lines[index]!}
                onChange={(cause) => form.setFieldValue(`lines.${index}`, { ...form.values.lines[index]!, ...cause })}
              />
            )}
          </Stack>
        </Fieldset>
      ))}
      {form.errors.lines && (
        <p role="alert" className="or-error">
          {form.errors.lines}
        </p>
      )}
      <MoneyInput
        label={t('orders.fields.refund')}
        description={t('orders.returns.refundHint')}
        currency={order.total.currency}
        value={form.values.refund}
        onChange={(refund) => form.setFieldValue('refund', refund)}
      />
      <DateTimeField
        label={t('orders.fields.returnedAt')}
        description={t('orders.returns.dateHint')}
        value={form.values.returnedAt}
        onChange={(returnedAt) => form.setFieldValue('returnedAt', returnedAt)}
      />
      <Textarea
        label={t('orders.returns.note')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
      <Switch
        label={t('orders.returns.restock')}
        description={t('orders.returns.restockHint')}
        {...form.getInputProps('restock', { type: 'checkbox' })}
      />
    </FormDialog>
  )
}
