import { Group, Select } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { Offer } from '#contract/campaign-parts.ts'
import type { Campaign } from '#contract/campaigns.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../../kernel/form/number-field.tsx'
import { type Money, useT } from '../../../kernel/i18n.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { MoneyInput } from '../../../kernel/record/money-input.tsx'

type Props = { campaign: Campaign; offer: Offer | null; onClose: () => void }
type Values = {
  productId: string | null
  uplift: number | string
  discountPercent: number | string
  beforePrice: Money | null
  priceListKey: string | null
}

/** Adds an offer, or changes its terms. */
export default function OfferDialog({ campaign, offer, onClose }: Props) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      productId: offer?.productId ?? null,
      uplift: offer?.uplift ?? 2,
      discountPercent: offer?.discountPercent ?? '',
      beforePrice: offer?.beforePrice ?? null,
      priceListKey: offer?.priceListKey ?? null,
    },
    validate: { productId: (id) => (id === null ? t('rules.required') : null) },
  })
  const add = useAct('POST /campaigns/:id/offers', { form, done: t('campaigns.offers.added'), idempotent: true })
  const change = useAct('PATCH /campaigns/:id/offers/:offerId', { form, done: t('campaigns.offers.saved') })
  const lists = useApi('GET /price-lists').data?.items ?? []
  return (
    <FormDialog
      title={t(offer ? 'campaigns.offers.edit' : 'campaigns.offers.add')}
      form={form}
      onClose={onClose}
      busy={add.isPending || change.isPending}
      onSubmit={async ({ productId, uplift, discountPercent, beforePrice, priceListKey }) => {
        const terms = {
          uplift: Number(uplift),
          discountPercent: discountPercent === '' ? null : Number(discountPercent),
          beforePrice,
          priceListKey,
        }
        if (offer) await change.mutateAsync({ params: { id: campaign.id, offerId: offer.id }, body: terms })
        else if (productId) await add.mutateAsync({ params: { id: campaign.id }, body: { productId, ...terms } })
        onClose()
      }}
    >
      {!offer && (
        <ProductPicker
          value={form.values.productId}
          error={form.errors.productId}
          onChange={(id) => form.setFieldValue('productId', id)}
        />
      )}
      <Group grow align="flex-start">
        <NumberField
          label={t('campaigns.offers.uplift')}
          description={t('campaigns.offers.upliftHint')}
          required
          min={0}
          max={1000}
          decimals={2}
          {...form.getInputProps('uplift')}
        />
        <NumberField
          label={t('campaigns.offers.discount')}
          description={' '}
          suffix="%"
          min={0}
          max={100}
          decimals={1}
          {...form.getInputProps('discountPercent')}
        />
      </Group>
      <Group grow align="flex-start">
        <MoneyInput
          label={t('campaigns.offers.before')}
          value={form.values.beforePrice}
          onChange={(money) => form.setFieldValue('beforePrice', money)}
          error={form.errors.beforePrice}
        />
        {lists.length > 1 && (
          <Select
            label={t('campaigns.offers.list')}
            placeholder={t('campaigns.offers.defaultList')}
            clearable
            data={lists.map(({ key, name }) => ({ value: key, label: name }))}
            {...form.getInputProps('priceListKey')}
          />
        )}
      </Group>
    </FormDialog>
  )
}

type PickerProps = { value: string | null; error: React.ReactNode; onChange: (id: string | null) => void }

/** Finds a product by name or SKU while typing; what is no longer sold is not offered. */
function ProductPicker({ value, error, onChange }: PickerProps) {
  const t = useT()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const { data } = useApi(
    'GET /products',
    { query: { limit: 20, state: ['active'], ...(q && { q }) } },
    { keepPrevious: true },
  )
  return (
    <Select
      searchable
      required
      data-autofocus
      label={t('campaigns.offers.product')}
      placeholder={t('campaigns.offers.pickProduct')}
      nothingFoundMessage={t('deals.pick.none')}
      filter={({ options }) => options}
      data={(data?.items ?? []).map(({ id, name, sku }) => ({ value: id, label: `${name} · ${sku}` }))}
      value={value}
      error={error}
      onChange={onChange}
      onSearchChange={setText}
    />
  )
}
