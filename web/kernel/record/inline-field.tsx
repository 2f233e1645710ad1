import { Loader, Switch, Tooltip, UnstyledButton } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import { InlineEditor, type Refused } from './inline-editor.tsx'
import type { InlineKind, InlineOption } from './inline-kind.ts'
import { MemberAvatar } from './member-avatar.tsx'
import { useMembers } from './member-select.tsx'

/** Where a value comes from; shown on hover and focus. */
export type Provenance = { source?: string; at?: string; actorName?: string }
type Props = InlineKind & { label: string; readOnly?: boolean; required?: boolean; provenance?: Provenance }

/** A fact that is edited where it stands: Enter or leaving it saves, Escape takes it back. What is refused stays, with the reason. */
export function InlineField(props: Props) {
  const { label, readOnly, provenance } = props
  const t = useT()
  const [editing, setEditing] = useState(false)
  const [saving, setSaving] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const trigger = useRef<HTMLButtonElement>(null)
  // What stood here when the editing began: a live refresh may bring another value meanwhile.
  const before = useRef({ value: props.value as unknown, at: 0 })
  const begin = () => void (before.current = { value: props.value, at: performance.now() })
  const save = async (value: unknown) => {
    setEditing(false)
    setRefused(undefined)
    if (JSON.stringify(value) !== JSON.stringify(before.current.value)) {
      setSaving(true)
      try {
        const why = await (props.onSave as (value: unknown, begun: number) => unknown)(value, before.current.at)
        if (typeof why === 'string') {
          setRefused({ value, why })
          setEditing(true)
          return
        }
      } finally {
        setSaving(false)
      }
    }
    trigger.current?.focus()
  }
  const cancel = () => {
    setEditing(false)
    setRefused(undefined)
  }
  const shown = <Shown {...props} />
  return (
    <div className="td-fact">
      <dt>{label}</dt>
      <dd>
        {props.kind === 'boolean' ? (
          <Switch
            size="sm"
            aria-label={label}
            checked={props.value}
            disabled={readOnly ?? false}
            onChange={(event) => {
              begin()
              void save(event.currentTarget.checked)
            }}
          />
        ) : editing ? (
          <InlineEditor field={props} label={label} refused={refused} onSave={save} onCancel={cancel} />
        ) : (
          <WithProvenance provenance={provenance}>
            {readOnly ? (
              <span className="td-fact-value">{shown}</span>
            ) : (
              <UnstyledButton
                ref={trigger}
                className="td-fact-value td-fact-edit"
                aria-label={t('kit.record.edit', { field: label })}
                onClick={() => {
                  begin()
                  setEditing(true)
                }}
              >
                {shown}
              </UnstyledButton>
            )}
          </WithProvenance>
        )}
        {saving && <Loader size={12} className="td-fact-saving" aria-label={t('kit.saving')} />}
      </dd>
    </div>
  )
}

function Shown(props: InlineKind) {
  const t = useT()
  const format = useFormat()
  const members = useMembers(props.kind === 'member')
  const { value } = props
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return <span className="td-muted">{t('kit.record.empty')}</span>
  const labelOf = (options: readonly InlineOption[] = [], one: string) =>
    options.find((option) => option.value === one)?.label ?? one
  switch (props.kind) {
    case 'select':
      return labelOf(props.options, String(value))
    case 'tags':
      return (
        <span className="td-tags">
          {props.value.map((one) => (
            <span key={one} className="td-tag">
              {labelOf(props.options, one)}
            </span>
          ))}
        </span>
      )
    case 'date':
      return <span className="td-num">{format.date(props.value)}</span>
    case 'number':
      return <span className="td-num">{`${format.number(props.value)}${props.unit ? ` ${props.unit}` : ''}`}</span>
    case 'money':
      return <span className="td-num">{format.money(props.value)}</span>
    case 'member': {
      const member = members.find(({ id }) => id === value)
      if (!member) return <span className="td-muted">…</span>
      return (
        <span className="td-member">
          <MemberAvatar name={member.fullName} size={20} />
          <span className="td-clip">{member.fullName}</span>
        </span>
      )
    }
    case 'long_text':
      return <span className="td-long">{props.value}</span>
    case 'text':
      return <span className="td-clip">{props.shownAs?.(String(value)) ?? String(value)}</span>
    default:
      return <span className="td-clip">{String(value)}</span>
  }
}

function WithProvenance({ provenance, children }: { provenance: Provenance | undefined; children: ReactNode }) {
  const t = useT()
  const format = useFormat()
  if (!provenance) return children
  const { source, at, actorName } = provenance
  const words = [
    source && t('kit.provenance.source', { source }),
    actorName && t('kit.provenance.actor', { actor: actorName }),
    at && format.dateTime(at),
  ].filter(Boolean)
  return (
    <Tooltip label={words.join(' · ')} events={{ hover: true, focus: true, touch: true }} multiline maw={280}>
      <span className="td-fact-wrap">{children}</span>
    </Tooltip>
  )
}
