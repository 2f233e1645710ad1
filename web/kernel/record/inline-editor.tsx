import { NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Money } from '../i18n.tsx'
import type { InlineKind } from './inline-kind.ts'
import { MemberSelect } from './member-select.tsx'
import { MoneyInput } from './money-input.tsx'

type Props = {
  field: InlineKind & { required?: boolean }
  label: string
  onSave: (value: unknown) => void
  onCancel: () => void
}

const inputTypes = { email: 'email', phone: 'tel', url: 'url', date: 'date', text: 'text' } as const

/** The input behind an inline field. Choices save at once; typed values on Enter or when the field is left. */
export function InlineEditor({ field, label, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState<unknown>(field.value)
  // Escape takes the focus away too, which must not save.
  const cancelled = useRef(false)
  const done = (value: unknown = draft) => {
    if (cancelled.current) return
    const empty = value === '' || value === undefined ? null : value
    if (empty === null && field.required) onCancel()
    else onSave(empty)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      cancelled.current = true
      event.stopPropagation()
      onCancel()
    } else if (event.key === 'Enter' && (field.kind !== 'long_text' || event.metaKey || event.ctrlKey)) {
      if (field.kind === 'tags' || field.kind === 'select' || field.kind === 'member') return
      event.preventDefault()
      done()
    }
  }
  const common = { size: 'xs' as const, autoFocus: true, 'aria-label': label, onKeyDown, className: 'td-inline-input' }

  switch (field.kind) {
    case 'select':
      return (
        <Select
          {...common}
          searchable={field.options.length > 8}
          clearable={!field.required}
          defaultDropdownOpened
          data={[...field.options]}
          value={field.value}
          onChange={(value) => done(value)}
          onBlur={onCancel}
        />
      )
    case 'member':
      return <MemberSelect {...common} defaultDropdownOpened value={field.value} onChange={done} onBlur={onCancel} />
    case 'tags':
      return (
        <TagsInput
          {...common}
          data={[...(field.options ?? [])].map(({ label: word }) => word)}
          value={draft as string[]}
          onChange={setDraft}
          onBlur={() => done()}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...common}
          suffix={field.unit ? ` ${field.unit}` : ''}
          value={(draft as number | null) ?? ''}
          onChange={(value) => setDraft(value === '' ? null : Number(value))}
          onBlur={() => done()}
        />
      )
    case 'money':
      return <MoneyInput {...common} value={draft as Money | null} onChange={setDraft} onBlur={() => done()} />
    case 'long_text':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={12}
          value={String(draft ?? '')}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={() => done()}
        />
      )
    case 'boolean':
      return null
    default:
      return (
        <TextInput
          {...common}
          type={inputTypes[field.kind]}
          value={String(draft ?? '')}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={() => done(typeof draft === 'string' ? draft.trim() : draft)}
        />
      )
  }
}
