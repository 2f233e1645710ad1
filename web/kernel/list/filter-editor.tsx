import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { NumberField } from '../form/number-field.tsx'
import { mostDecimals } from '../form/number-text.ts'
import { useT } from '../i18n.tsx'
import { MemberSelect } from '../record/member-select.tsx'
import { type Filter, type Option, type Query, queryNamesOf } from './types.ts'

type Change = (patch: Record<string, string | string[] | undefined>) => void
type Props = { filter: Filter; query: Query; onChange: Change; onDone: () => void }

/** What a filter chip opens; every change applies at once, text after Enter. */
export function FilterEditor({ filter, query, onChange, onDone }: Props) {
  const t = useT()
  const { key, label } = filter
  const value = query[key]
  const choose = (chosen: string) => {
    onChange({ [key]: chosen })
    onDone()
  }
  switch (filter.kind) {
    case 'text':
      return <TextEditor filter={filter} value={String(value ?? '')} onChange={choose} />
    case 'boolean':
      return (
        <Choices
          options={[
            { value: 'true', label: t('kit.yes') },
            { value: 'false', label: t('kit.no') },
          ]}
          chosen={value}
          onChoose={choose}
        />
      )
    case 'select':
      return <Choices options={filter.options} chosen={value} onChoose={choose} />
    case 'multi':
      return (
        <Checkbox.Group
          aria-label={label}
          value={[value ?? []].flat()}
          onChange={(chosen) => onChange({ [key]: chosen.length ? chosen : undefined })}
        >
          <Stack gap="xs" mah={280} style={{ overflowY: 'auto' }}>
            {filter.options.map((option) => (
              <Checkbox key={option.value} value={option.value} label={option.label} />
            ))}
          </Stack>
        </Checkbox.Group>
      )
    case 'member':
      return (
        <MemberSelect
          label={label}
          value={typeof value === 'string' ? value : null}
          onChange={(id) => choose(id ?? '')}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
        />
      )
    case 'dates':
    case 'numbers':
      return <RangeEditor filter={filter} query={query} onChange={onChange} />
  }
}

function Choices(props: { options: readonly Option[]; chosen: unknown; onChoose: (value: string) => void }) {
  return (
    <Stack gap={2} miw={160}>
      {props.options.map((option) => (
        <Button
          key={option.value}
          variant="subtle"
          color="gray"
          justify="space-between"
          aria-pressed={props.chosen === option.value}
          rightSection={props.chosen === option.value && <IconCheck size={16} />}
          onClick={() => props.onChoose(option.value)}
        >
          {option.label}
        </Button>
      ))}
    </Stack>
  )
}

function TextEditor({ filter, value, onChange }: { filter: Filter; value: string; onChange: (value: string) => void }) {
  const t = useT()
  const [text, setText] = useState(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange(text.trim())
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          data-autofocus
          label={filter.label}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit">{t('kit.apply')}</Button>
      </Group>
    </form>
  )
}

function RangeEditor({ filter, query, onChange }: Omit<Props, 'onDone'>) {
  const t = useT()
  const [from, to] = queryNamesOf(filter) as [string, string]
  const field = (name: string, label: string) =>
    filter.kind === 'dates' ? (
      <TextInput
        type="date"
        label={label}
        value={String(query[name] ?? '')}
        onChange={(event) => onChange({ [name]: event.currentTarget.value || undefined })}
      />
    ) : (
      <NumberField
        w={130}
        label={label}
        decimals={mostDecimals}
        value={query[name] === undefined ? '' : Number(query[name])}
        onChange={(value) => onChange({ [name]: value === '' ? undefined : String(value) })}
      />
    )
  return (
    <Group gap="xs" align="flex-end">
      {field(from, t('kit.filters.fromLabel'))}
      {field(to, t('kit.filters.toLabel'))}
    </Group>
  )
}
