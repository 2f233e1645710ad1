import { Group, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Asset } from '#contract/assets.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ProductPicker } from './product-picker.tsx'
import { said, touched } from './said.ts'

type Values = { productId: string | null; attributeKey: string | null; statedValue: string; unit: string }

/** Pins what a text says to the sheet in force. */
export function ClaimDialog({ asset, onClose }: { asset: Pick<Asset, 'id' | 'type'>; onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const required = (value: string | null) => (value ? null : t('rules.required'))
  const form = useForm<Values>({
    initialValues: { productId: null, attributeKey: null, statedValue: '', unit: '' },
    validate: { productId: required, attributeKey: required },
  })
  const { productId, attributeKey } = form.values
  const facts = useApi('GET /claims/facts', { query: { productId: productId ?? '' } }, { enabled: productId !== null })
  const fact = facts.data?.items.find((one) => one.key === attributeKey)
  const record = useAct('POST /claims', {
    form,
    invalidates: touched,
    done: t('claims.claimForm.done'),
    idempotent: true,
  })
  return (
    <FormDialog
      title={t('claims.claimForm.title')}
      form={form}
      onClose={onClose}
      busy={record.isPending}
      onSubmit={async ({ productId: product, attributeKey: key, statedValue, unit }) => {
        if (!product || !key) return
        const claim = { productId: product, attributeKey: key, statedValue, unit: unit.trim() || null }
        await record.mutateAsync({ body: { assetType: asset.type, assetId: asset.id, ...claim } })
        onClose()
      }}
    >
      <ProductPicker
        label={t('claims.fields.product')}
        value={productId}
        onChange={(id) => form.setValues({ productId: id, attributeKey: null })}
        {...(form.errors.productId && { error: String(form.errors.productId) })}
      />
      <Select
        label={t('claims.fields.attribute')}
        disabled={productId === null}
        allowDeselect={false}
        nothingFoundMessage={t('claims.record.noFacts')}
        data={(facts.data?.items ?? []).map(({ key, label }) => ({ value: key, label }))}
        value={attributeKey}
        onChange={(key) => {
          const chosen = facts.data?.items.find((one) => one.key === key)
          form.setValues({ attributeKey: key, unit: chosen?.unit ?? '' })
        }}
        error={form.errors.attributeKey}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t('claims.fields.stated')}
          required
          maxLength={2000}
          {...(fact && { description: t('claims.claimForm.hint', { value: said(format, fact.value, fact.unit) }) })}
          {...form.getInputProps('statedValue')}
        />
        <TextInput label={t('claims.fields.unit')} maxLength={30} {...form.getInputProps('unit')} />
      </Group>
    </FormDialog>
  )
}
