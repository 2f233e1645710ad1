import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

type Props = { label: string; value: string | null; onChange: (id: string | null) => void }

/** Finds a contact by name or e-mail while typing. */
export function ContactPicker(props: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const found = useApi('GET /contacts', { query: { limit: 10, ...(q && { q }) } }, { keepPrevious: true })
  const data = (found.data?.items ?? []).map(({ id, fullName, email }) => ({
    value: id,
    label: fullName && email ? `${fullName} · ${email}` : fullName || email || '…',
  }))
  return <Picker {...props} placeholder={t('orders.create.findContact')} data={data} onSearch={setText} />
}

/** Finds a product by name or SKU while typing. */
export function ProductPicker(props: Props & { error?: React.ReactNode }) {
  const t = useT()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const found = useApi('GET /products', { query: { limit: 10, ...(q && { q }) } }, { keepPrevious: true })
  const data = (found.data?.items ?? []).map(({ id, name, sku }) => ({ value: id, label: `${name} · ${sku}` }))
  return <Picker {...props} placeholder={t('orders.create.findProduct')} data={data} onSearch={setText} />
}

type PickerProps = Props & {
  placeholder: string
  data: { value: string; label: string }[]
  onSearch: (text: string) => void
  error?: React.ReactNode
}

/** What was chosen stays offered while others are searched for. */
function Picker({ data, onSearch, onChange, value, ...props }: PickerProps) {
  const t = useT()
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null)
  const own = value && chosen?.value === value && !data.some((one) => one.value === value) ? [chosen] : []
  return (
    <Select
      searchable
      clearable
      {...props}
      nothingFoundMessage={t('orders.create.nothing')}
      // The server has searched already, accents and all.
      filter={({ options }) => options}
      data={[...own, ...data]}
      value={value}
      onChange={(id) => {
        setChosen(data.find((one) => one.value === id) ?? null)
        onChange(id)
      }}
      onSearchChange={onSearch}
    />
  )
}
