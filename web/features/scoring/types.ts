import type { ReplyOf } from '../../kernel/api.ts'

export type Model = ReplyOf<'GET /scoring-models/:version'>
export type Definition = Model['definition']
export type FitRule = Definition['fit'][number]
export type EngagementRule = Definition['engagement'][number]
export type Preview = ReplyOf<'POST /scoring-models/preview'>

export const labelOf = (label: FitRule['label'], locale: 'es' | 'en'): string =>
  typeof label === 'string' ? label : label[locale]
