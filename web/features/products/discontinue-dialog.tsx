import { Select, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ProductRecord } from '#contract/products.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'

/** Takes a product out of the range, and says what to offer instead. */
export function DiscontinueDialog({ product, onClose }: { product: ProductRecord; onClose: () => void }) {
  const t = useT()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const query = { limit: 10, state: ['active' as const], ...(q && { q }) }
  const found = useApi('GET /products', { query }, { keepPrevious: true })
  const form = useForm<{ replacedById: string | null }>({ initialValues: { replacedById: null } })
  const end = useAct('POST /products/:id/discontinuation', { form, done: t('products.discontinued.done') })
  return (
    <FormDialog
      title={t('products.discontinued.ask', { name: product.name })}
      form={form}
      onClose={onClose}
      busy={end.isPending}
      submitLabel={t('products.discontinued.action')}
      onSubmit={async ({ replacedById }) => {
        await end.mutateAsync({ params: { id: product.id }, body: { replacedById } })
        onClose()
      }}
    >
      <Text>{t('products.discontinued.text')}</Text>
      <Select
        label={t('products.discontinued.replacement')}
        searchable
        clearable
        filter={({ options }) => options}
        data={(found.data?.items ?? [])
          .filter(({ id }) => id !== product.id)
          .map(({ id, name, sku }) => ({ value: id, label: `${name} · ${sku}` }))}
        onSearchChange={setText}
        {...form.getInputProps('replacedById')}
      />
    </FormDialog>
  )
}
