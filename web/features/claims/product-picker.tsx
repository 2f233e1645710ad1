import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

type Props = { label: string; value: string | null; onChange: (id: string | null) => void; error?: string }

/** Finds a product by name or SKU while typing. */
export function ProductPicker({ label, value, onChange, error }: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const found = useApi('GET /products', { query: { limit: 10, ...(q && { q }) } }, { keepPrevious: true })
  const chosen = useApi('GET /products/:id', { params: { id: value ?? '' } }, { enabled: value !== null })
  const named = [...(value && chosen.data ? [chosen.data] : []), ...(found.data?.items ?? [])]
  return (
    <Select
      searchable
      label={label}
      placeholder={t('claims.record.chooseProduct')}
      error={error}
      // The server has searched already, accents and all.
      filter={({ options }) => options}
      data={[...new Map(named.map(({ id, name, sku }) => [id, { value: id, label: `${name} · ${sku}` }])).values()]}
      value={value}
      onChange={onChange}
      onSearchChange={setText}
    />
  )
}
