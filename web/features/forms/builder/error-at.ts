import type { Translate } from '../../../kernel/i18n/catalogue.ts'
import type { DraftState } from '../use-draft.tsx'

/** What the server said about that place, in words. */
export function errorAt({ errors }: Pick<DraftState, 'errors'>, t: Translate, pointer: string): string | undefined {
  const error = errors.find((one) => one.pointer === pointer)
  if (!error) return undefined
  return t.has(`rules.${error.rule}`) ? t(`rules.${error.rule}`, error.params) : t('kit.invalid')
}
