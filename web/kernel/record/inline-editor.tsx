import { Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { NumberField } from '../form/number-field.tsx'
import { mostDecimals } from '../form/number-text.ts'
import type { Money } from '../i18n.tsx'
import type { InlineKind } from './inline-kind.ts'
import { MemberSelect } from './member-select.tsx'
import { MoneyInput } from './money-input.tsx'

/** A value that the server did not take, and why. */
export type Refused = { value: unknown; why: string }
type Props = {
  field: InlineKind & { required?: boolean }
  label: string
  refused: Refused | undefined
  onSave: (value: unknown) => void
  onCancel: () => void
}

const inputTypes = { email: 'email', phone: 'tel', url: 'url', date: 'date', text: 'text' } as const

/** The input behind an inline field. Choices save at once; typed values on Enter or when the field is left. */
export function InlineEditor({ field, label, refused, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState<unknown>(refused ? refused.value : field.value)
  // Escape takes the focus away too, which must not save.
  const cancelled = useRef(false)
  const done = (value: unknown = draft) => {
    if (cancelled.current) return
    const empty = value === '' || value === undefined ? null : value
    if (empty === null && field.required) onCancel()
    else onSave(empty)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      cancelled.current = true
      event.stopPropagation()
      onCancel()
    } else if (event.key === 'Enter' && (field.kind !== 'long_text' || event.metaKey || event.ctrlKey)) {
      if (field.kind === 'tags' || field.kind === 'select' || field.kind === 'member') return
      event.preventDefault()
      if (isNumber(event.currentTarget)) done()
    }
  }
  const common = {
    size: 'xs' as const,
    autoFocus: true,
    'aria-label': label,
    onKeyDown,
    className: 'td-inline-input',
    error: refused?.why,
  }

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
        <NumberField
          {...common}
          decimals={mostDecimals}
          suffix={field.unit ?? ''}
          value={draft as number | null}
          onChange={(value) => setDraft(value === '' ? null : value)}
          onBlur={(event) => isNumber(event.currentTarget) && done()}
        />
      )
    case 'money':
      return (
        <MoneyInput
          {...common}
          value={draft as Money | null}
          onChange={setDraft}
          onBlur={(event) => isNumber(event.currentTarget) && done()}
        />
      )
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

/** False: the field holds what is no number, and has been told to say so. */
const isNumber = (input: HTMLInputElement | HTMLTextAreaElement) => !input.validity.customError || input.checkValidity()
