import type { Translate } from '../../kernel/i18n.tsx'

/** What a notification says; a kind that this version does not know yet shows its name rather than nothing. */
export function notificationWords(t: Translate, kind: string, params: Record<string, string | number>): string {
  const key = `notifications.${kind}.title`
  if (!t.has(key)) return kind
  try {
    return t(key, params)
  } catch {
    // Kept from an older version, whose words took other parameters.
    return kind
  }
}
