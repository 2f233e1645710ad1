import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'

type Props = { label: string; value: string; disabled: boolean; isWrong: boolean; onChange: (value: string) => void }

/** A time of day on the 24-hour clock in every browser; '9', '930' and '9:30' are understood, '24:00' ends the day. */
export function TimeField({ label, value, disabled, isWrong, onChange }: Props) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <TextInput
      w={76}
      aria-label={label}
      inputMode="numeric"
      placeholder="09:00"
      className="td-num"
      value={text}
      disabled={disabled}
      error={isWrong}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => onChange(tidy(text))}
    />
  )
}

/** 'HH:MM' where that is what was meant; else the text as it is, for the server to refuse beside its field. */
function tidy(text: string): string {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(text.trim())
  return match ? `${match[1]!.padStart(2, '0')}:${match[2] ?? '00'}` : text.trim()
}
