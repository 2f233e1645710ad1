import type { Translate } from '../i18n.tsx'

/** What is offered where a purpose is chosen. Purposes are free: imports and the API bring others. */
export const consentPurposes = [
  'privacy',
  'marketing_email',
  'marketing_phone',
  'marketing_message',
  'newsletter',
  'profiling',
  'partners',
] as const

/** A purpose in words; one that nobody has words for as it was typed. */
export const purposeName = (t: Translate, purpose: string) =>
  t.has(`consents.purposes.${purpose}`) ? t(`consents.purposes.${purpose}`) : purpose
