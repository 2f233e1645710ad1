import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import { decimalsOf, readNumber, writeNumber } from './number-text.ts'

export type NumberFieldProps = Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'min' | 'max' | 'type'> & {
  /** '' and null: nothing is in the field. */
  value?: number | string | null
  onChange?: (value: number | '') => void
  min?: number
  max?: number
  /** Most decimals; whole numbers by default. */
  decimals?: number
  /** Decimals that are always written. */
  leastDecimals?: number
  /** What is counted, behind the number. */
  suffix?: string
}

/**
 * A number as its reader writes it. What is typed stays as it is typed: a number that cannot be is told beside the field,
 * and keeps the form from being sent (it is the input's own validity). Until then `onChange` is told only of numbers.
 */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min, max, decimals = 0, leastDecimals = 0, suffix, error, onBlur, ...rest } = props
  const t = useT()
  const format = useFormat()
  const input = useRef<HTMLInputElement>(null)
  const given = value === null || value === undefined || value === '' ? '' : Number(value)
  const [typed, setTyped] = useState<{ text: string; told: number | '' } | null>(null)
  const [seen, setSeen] = useState(given)
  const [isTold, setTold] = useState(false)
  // What was typed stands until somebody else puts another number into the field.
  if (!Object.is(seen, given)) {
    setSeen(given)
    if (typed && !Object.is(typed.told, given)) setTyped(null)
  }
  const text = typed ? typed.text : given === '' ? '' : writeNumber(given, format.locale, leastDecimals)

  const problemOf = (number: number | null | undefined): string | null => {
    if (number === undefined) return t('rules.number')
    if (number === null) return null
    if (decimalsOf(number) > decimals)
      return t(decimals === 0 ? 'kit.number.whole' : 'kit.number.decimals', { decimals })
    if (min !== undefined && number < min) return t('rules.minimum', { limit: format.number(min) })
    if (max !== undefined && number > max) return t('rules.maximum', { limit: format.number(max) })
    return null
  }
  const problem = problemOf(readNumber(text, format.locale))
  useEffect(() => input.current?.setCustomValidity(problem ?? ''), [problem])

  return (
    <TextInput
      {...rest}
      ref={input}
      inputMode={decimals === 0 && (min ?? -1) >= 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      {...(suffix && {
        rightSection: <span className="td-muted">{suffix}</span>,
        rightSectionWidth: `calc(${suffix.length}ch + 1.25rem)`,
        rightSectionPointerEvents: 'none',
      })}
      value={text}
      error={isTold && problem ? problem : error}
      onChange={({ currentTarget }) => {
        const number = readNumber(currentTarget.value, format.locale)
        const next = number === undefined ? given : (number ?? '')
        setTyped({ text: currentTarget.value, told: next })
        if (problemOf(number) === null) setTold(false)
        if (number !== undefined && next !== given) onChange?.(next)
      }}
      onBlur={(event) => {
        setTold(problem !== null)
        if (problem === null) setTyped(null)
        onBlur?.(event)
      }}
      onInvalid={() => setTold(true)}
    />
  )
}
