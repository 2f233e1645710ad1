import {
  type Icon,
  IconAlignLeft,
  IconAt,
  IconCalendar,
  IconCheckbox,
  IconChevronDown,
  IconCursorText,
  IconEyeOff,
  IconListCheck,
  IconNumber123,
  IconPhone,
} from '@tabler/icons-react'
import type { FieldTarget, FieldType, FormField } from '#contract/forms.ts'
import type { Translate } from '../../../kernel/i18n/catalogue.ts'

export const fieldIcons: Record<FieldType, Icon> = {
  text: IconCursorText,
  long_text: IconAlignLeft,
  email: IconAt,
  phone: IconPhone,
  number: IconNumber123,
  date: IconCalendar,
  select: IconChevronDown,
  multi_select: IconListCheck,
  checkbox: IconCheckbox,
  hidden: IconEyeOff,
}

/** In the order of the palette. */
export const paletteTypes = Object.keys(fieldIcons) as FieldType[]

export const hasOptions = (type: FieldType) => type === 'select' || type === 'multi_select'

/** Attributes of a contact that answers of a type can fill in. */
export function targetsFor(type: FieldType): FieldTarget[] {
  const attributes: FieldTarget[] = [
    'full_name',
    'first_name',
    'last_name',
    'job_title',
    'company',
    'country',
    'region',
    'city',
    'language',
  ]
  if (type === 'email') return ['email', 'custom']
  if (type === 'phone') return ['phone', 'custom']
  if (type === 'text' || type === 'hidden') return ['email', 'phone', ...attributes, 'custom']
  return type === 'long_text' || type === 'select' ? [...attributes, 'custom'] : ['custom']
}

export function newField(type: FieldType, fields: readonly FormField[], t: Translate): FormField {
  const label = t(`forms.types.${type}`)
  const option = (number: number) => ({ value: `option_${number}`, label: t('forms.builder.optionNumber', { number }) })
  return {
    key: freeKey(type === 'email' || type === 'phone' ? type : keyFrom(label, type), fields),
    type,
    label,
    ...(hasOptions(type) && { options: [option(1), option(2)] }),
  }
}

/** A key that no other field has: `company`, `company_2` … */
export function freeKey(wanted: string, fields: readonly FormField[]): string {
  const taken = new Set(fields.map((field) => field.key))
  for (let number = 1; ; number++) {
    const key = number === 1 ? wanted : `${wanted.slice(0, 55)}_${number}`
    if (!taken.has(key)) return key
  }
}

/** Words as a key: without accents, in snake case, never starting with a digit. */
export function keyFrom(words: string, otherwise: string): string {
  const key = words
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 50)
  return key || otherwise
}
