import type { Translate } from '../../kernel/i18n.tsx'

/** What to call a contact: the name, else an address, else that there is none and where the person came from. */
export const nameOf = (
  t: Translate,
  contact: { fullName: string; email: string | null; phone: string | null; source?: string | null },
): string =>
  contact.fullName ||
  contact.email ||
  contact.phone ||
  [t('contacts.unnamed'), contact.source].filter(Boolean).join(' · ')
