import type { Format, Translate } from '../i18n.tsx'
import { purposeName } from './consent-purpose.ts'

/**
 * The values of an event for its words `timeline.<event>`: days as people say them, `fields` as the list of what changed in
 * the words of its noun, purposes of consents as they are called; what is absent reads as empty words.
 */
export const eventValues = (
  data: Record<string, unknown>,
  { t, format, noun }: { t: Translate; format: Format; noun: string },
): Record<string, string | number> =>
  new Proxy<Record<string, string | number>>(
    {},
    {
      has: () => true,
      get: (_, key) => {
        if (key === 'fields') return fieldsOf(data.changes, noun, t, format)
        const value = data[String(key)]
        if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return format.date(value)
        if (key === 'purpose' && typeof value === 'string') return purposeName(t, value)
        if (typeof value === 'boolean') return String(value)
        return typeof value === 'number' || typeof value === 'string' ? value : ''
      },
    },
  )

function fieldsOf(changes: unknown, noun: string, t: Translate, format: Format): string {
  if (typeof changes !== 'object' || changes === null) return ''
  return format.list(
    Object.keys(changes).map((field) => (t.has(`${noun}.fields.${field}`) ? t(`${noun}.fields.${field}`) : field)),
  )
}
