import type { NoticeReason } from '#contract/notices.ts'
import type { Format, Translate } from '../../kernel/i18n.tsx'

/** "Marketing, responde de Otoño". */
export const reasonWords = (t: Translate, format: Format, reasons: readonly NoticeReason[]): string =>
  format.list(reasons.map(({ kind, name }) => t(`notices.reasons.${kind}`, { name: name ?? '' })))
