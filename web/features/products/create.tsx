import { Autocomplete, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'

/** A product with the least it needs: a SKU and a name. */
export default function CreateProduct({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const families = useApi('GET /product-families')
  const form = useForm({ initialValues: { name: '', sku: '', family: '' } })
  const create = useAct('POST /products', {
    form,
    done: t('products.create.done'),
    idempotent: true,
    invalidates: ['/products', '/product-families'],
  })
  return (
    <FormDialog
      title={t('products.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('products.create.action')}
      onSubmit={async ({ name, sku, family }) => {
        const product = await create.mutateAsync({
          body: { name, sku, ...(family.trim() && { family: family.trim() }) },
        })
        onClose()
        go(`/products/${product.id}`)
      }}
    >
      <TextInput
        label={t('products.fields.name')}
        required
        maxLength={300}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('products.fields.sku')}
        description={t('products.create.skuHelp')}
        required
        maxLength={100}
        {...form.getInputProps('sku')}
      />
      <Autocomplete
        label={t('products.fields.family')}
        description={t('products.create.familyHelp')}
        maxLength={120}
        data={(families.data?.items ?? []).map(({ name }) => name)}
        {...form.getInputProps('family')}
      />
    </FormDialog>
  )
}
