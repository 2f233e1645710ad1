import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import type { NodeType } from '#contract/impacts.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { ProductPicker } from '../claims/product-picker.tsx'

type About = { type: NodeType; id: string } | null
type Props = { value: About; onChange: (about: About) => void; error?: ReactNode }
const types = ['product', 'price', 'campaign', 'form', 'term'] as const

/** What the notice is about, if it is about one thing: from there the app knows whom it concerns. */
export function AboutFields({ value, onChange, error }: Props) {
  const t = useT()
  const type = value?.type ?? ''
  return (
    <>
      <Select
        label={t('notices.fields.about')}
        allowDeselect={false}
        error={error}
        value={type}
        onChange={(next) => {
          const chosen = types.find((one) => one === next)
          onChange(chosen ? { type: chosen, id: '' } : null)
        }}
        data={[
          { value: '', label: t('notices.about.none') },
          ...types.map((one) => ({ value: one, label: t(`notices.about.${one}`) })),
        ]}
      />
      {value && (value.type === 'product' || value.type === 'price') && (
        <ProductPicker
          label={t('notices.about.what')}
          value={value.id || null}
          onChange={(id) => onChange({ ...value, id: id ?? '' })}
        />
      )}
      {value?.type === 'campaign' && <Pick route="GET /campaigns" about={value} onChange={onChange} />}
      {value?.type === 'form' && <Pick route="GET /forms" about={value} onChange={onChange} />}
      {value?.type === 'term' && <Pick route="GET /terms" about={value} onChange={onChange} />}
    </>
  )
}

type PickProps = {
  route: 'GET /campaigns' | 'GET /forms' | 'GET /terms'
  about: NonNullable<About>
  onChange: (about: About) => void
}

function Pick({ route, about, onChange }: PickProps) {
  const t = useT()
  const found = useApi(route, { query: { limit: 200 } }).data?.items ?? []
  return (
    <Select
      searchable
      label={t('notices.about.what')}
      placeholder={t('notices.about.choose')}
      value={about.id || null}
      onChange={(id) => onChange({ ...about, id: id ?? '' })}
      data={found.map((one) => ({ value: one.id, label: one.name }))}
    />
  )
}
