import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

type Props = { label: string; value: string | null; onChange: (id: string | null) => void; error?: ReactNode }

/** Finds a contact by name or e-mail while typing. */
export function ContactPicker({ label, value, onChange, error }: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const found = useApi('GET /contacts', { query: { limit: 10, ...(q && { q }) } }, { keepPrevious: true })
  const chosen = useApi('GET /contacts/:id', { params: { id: value ?? '' } }, { enabled: value !== null })
  const items = (found.data?.items ?? []).map(({ id, fullName, email }) => ({
    value: id,
    label: nameOf(fullName, email),
  }))
  const own = value && chosen.data ? [{ value, label: nameOf(chosen.data.fullName, chosen.data.email) }] : []
  return (
    <Picker
      {...{ label, value, onChange, error }}
      placeholder={t('deals.pick.contact')}
      data={[...own, ...items]}
      onSearch={setText}
    />
  )
}

/** Finds a company by name while typing. */
export function CompanyPicker({ label, value, onChange }: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const found = useApi('GET /companies', { query: { limit: 10, ...(q && { q }) } }, { keepPrevious: true })
  const chosen = useApi('GET /companies/:id', { params: { id: value ?? '' } }, { enabled: value !== null })
  const items = (found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const own = value && chosen.data ? [{ value, label: chosen.data.name }] : []
  return (
    <Picker
      {...{ label, value, onChange }}
      placeholder={t('deals.pick.company')}
      data={[...own, ...items]}
      onSearch={setText}
    />
  )
}

type PickerProps = Props & {
  placeholder: string
  data: { value: string; label: string }[]
  onSearch: (text: string) => void
}

function Picker({ label, value, onChange, error, placeholder, data, onSearch }: PickerProps) {
  const t = useT()
  return (
    <Select
      searchable
      clearable
      label={label}
      placeholder={placeholder}
      nothingFoundMessage={t('deals.pick.none')}
      // The server has searched already, accents and all.
      filter={({ options }) => options}
      data={[...new Map(data.map((one) => [one.value, one])).values()]}
      value={value}
      onChange={onChange}
      error={error}
      onSearchChange={onSearch}
    />
  )
}

const nameOf = (fullName: string, email: string | null) =>
  fullName && email ? `${fullName} · ${email}` : fullName || email || '…'
