import { ActionIcon, Button, Group, Switch, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { type Money as Amount, useFormat, useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { Money } from '../../kernel/record/money.tsx'
import { MoneyInput } from '../../kernel/record/money-input.tsx'
import { ContactPicker, ProductPicker } from './pickers.tsx'
import './orders.css'

type Line = { productId: string | null; quantity: number | ''; price: Amount | null }
type Values = { contactId: string | null; number: string; lines: Line[]; moveStock: boolean }
const emptyLine: Line = { productId: null, quantity: 1, price: null }

/** An order by hand: who, and what for how much. */
export default function CreateOrder({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const form = useForm<Values>({
    initialValues: { contactId: contactHere(), number: '', lines: [emptyLine], moveStock: false },
    validate: {
      lines: {
        productId: (id) => (id ? null : t('rules.required')),
        price: (price) => (price ? null : t('rules.required')),
      },
    },
  })
  const create = useAct('POST /orders', {
    form,
    idempotent: true,
    invalidates: ['/orders', '/contacts'],
    done: (order) => t('orders.create.done', { number: order.number }),
  })
  const { lines } = form.values
  const cents = lines.reduce((sum, { quantity, price }) => sum + Number(quantity) * (price?.amountCents ?? 0), 0)
  return (
    <FormDialog
      title={t('orders.create.heading')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('orders.create.action')}
      onSubmit={async ({ contactId, number, moveStock, lines: given }) => {
        const body = {
          ...(contactId && { contactId }),
          ...(number.trim() && { number: number.trim() }),
          moveStock,
          lines: given.map(({ productId, quantity, price }) => ({
            ...(productId && { productId }),
            ...{ quantity: Number(quantity), unitPriceCents: price?.amountCents ?? 0 },
          })),
        }
        const order = await create.mutateAsync({ body })
        onClose()
        go(`/orders/${order.id}`)
      }}
    >
      <ContactPicker
        label={t('orders.fields.contact')}
        value={form.values.contactId}
        onChange={(contactId) => form.setFieldValue('contactId', contactId)}
      />
      <TextInput
        label={t('orders.fields.number')}
        description={t('orders.create.numberHint')}
        maxLength={100}
        {...form.getInputProps('number')}
      />
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name until they are saved
        <div className="or-line" key={index}>
          <ProductPicker
            label={t('orders.lines.product')}
            value={line.productId}
            error={form.errors[`lines.${index}.productId`]}
            onChange={(productId) => form.setFieldValue(`lines.${index}.productId`, productId)}
          />
          <NumberField
            label={t('orders.lines.quantity')}
            required
            min={1}
            max={1_000_000}
            {...form.getInputProps(`lines.${index}.quantity`)}
          />
          <MoneyInput
            label={t('orders.lines.unitPrice')}
            value={line.price}
            error={form.errors[`lines.${index}.price`] ?? form.errors[`lines.${index}.unitPriceCents`]}
            onChange={(price) => form.setFieldValue(`lines.${index}.price`, price)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            disabled={lines.length === 1}
            aria-label={t('orders.create.removeLine', { number: index + 1 })}
            onClick={() => form.removeListItem('lines', index)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Group justify="space-between">
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} />}
          onClick={() => form.insertListItem('lines', emptyLine)}
        >
          {t('orders.create.addLine')}
        </Button>
        <Text fw={600}>
          {t('orders.fields.total')} <Money value={{ amountCents: cents, currency: format.currency }} />
        </Text>
      </Group>
      <Switch label={t('orders.create.moveStock')} {...form.getInputProps('moveStock', { type: 'checkbox' })} />
    </FormDialog>
  )
}

/** On the page of a contact the order is theirs. */
const contactHere = () => window.location.pathname.match(/^\/contacts\/([\da-f-]{36})$/)?.[1] ?? null
