import { MultiSelect } from '@mantine/core'
import { useLocale } from '../i18n.tsx'

const codes = [
  'es',
  'en',
  'ca',
  'eu',
  'gl',
  'pt',
  'fr',
  'de',
  'it',
  'nl',
  'pl',
  'ro',
  'sv',
  'da',
  'no',
  'fi',
  'ar',
  'zh',
  'ja',
  'ru',
  'uk',
  'tr',
  'el',
  'cs',
  'hu',
]

type Props = { label: string; description?: string; value: readonly string[]; onChange: (value: string[]) => void }

/** Languages that somebody speaks with customers, as ISO 639-1 codes. */
export function LanguagesSelect({ value, onChange, ...props }: Props) {
  const { locale } = useLocale()
  const names = new Intl.DisplayNames([locale], { type: 'language' })
  const all = [...new Set([...codes, ...value])]
  return (
    <MultiSelect
      {...props}
      searchable
      data={all.map((code) => ({ value: code, label: names.of(code) ?? code }))}
      value={[...value]}
      onChange={onChange}
    />
  )
}
