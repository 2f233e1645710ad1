import { Autocomplete, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ProductRecord } from '#contract/products.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { type Money, useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { MoneyInput } from '../../kernel/record/money-input.tsx'

type Values = { list: string; amountCents: Money | null; from: string | null; until: string | null; note: string }

/** A new price, from a day on; with an end it is an offer. */
export function PriceDialog({ product, onClose }: { product: ProductRecord; onClose: () => void }) {
  const t = useT()
  const lists = useApi('GET /price-lists')
  const known = lists.data?.items ?? []
  const initial = known.find(({ isDefault }) => isDefault)?.name ?? t('products.prices.defaultList')
  const form = useForm<Values>({
    initialValues: { list: initial, amountCents: product.price, from: null, until: null, note: '' },
    validate: { amountCents: (amount) => (amount === null ? t('rules.required') : null) },
  })
  const put = useAct('PUT /products/:id/prices', { form, done: t('products.prices.done') })
  const { values, setFieldValue } = form
  const list = known.find(({ name }) => name === values.list)
  return (
    <FormDialog
      title={t('products.prices.add')}
      form={form}
      onClose={onClose}
      busy={put.isPending}
      onSubmit={async ({ list: name, amountCents: amount, from, until, note }) => {
        if (!amount) return
        const body = {
          listKey: list?.key ?? keyOf(name),
          amountCents: amount.amountCents,
          currency: list?.currency ?? amount.currency,
          ...(from && { from }),
          ...(until && { until }),
          ...(note.trim() && { note: note.trim() }),
        }
        await put.mutateAsync({ params: { id: product.id }, body })
        onClose()
      }}
    >
      <Autocomplete
        label={t('products.prices.list')}
        description={t('products.prices.listHelp')}
        required
        maxLength={60}
        data={known.map(({ name }) => name)}
        {...form.getInputProps('list')}
      />
      <MoneyInput
        label={t('products.prices.amount')}
        required
        {...(list && { currency: list.currency })}
        value={values.amountCents}
        error={form.errors.amountCents}
        onChange={(amount) => setFieldValue('amountCents', amount)}
      />
      <Group grow align="flex-start">
        <DateField
          label={t('products.prices.from')}
          description={t('products.prices.fromHelp')}
          clearable
          value={values.from}
          error={form.errors.from}
          onChange={(day) => setFieldValue('from', day)}
        />
        <DateField
          label={t('products.prices.until')}
          description={t('products.prices.untilHelp')}
          clearable
          value={values.until}
          error={form.errors.until}
          onChange={(day) => setFieldValue('until', day)}
        />
      </Group>
      <TextInput label={t('products.prices.note')} maxLength={500} {...form.getInputProps('note')} />
    </FormDialog>
  )
}

const keyOf = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'general'
