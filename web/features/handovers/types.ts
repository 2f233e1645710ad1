import type { ReplyOf } from '../../kernel/api.ts'

export type Lead = ReplyOf<'GET /handovers'>['items'][number]
export type LeadDetail = ReplyOf<'GET /handovers/:id'>
export type RejectionReason = NonNullable<Lead['rejectionReason']>
export const rejectionReasons = ['no_timing', 'no_fit', 'bad_data', 'duplicate', 'unreachable'] as const

/** What a decision on a lead changes on other screens. */
export const afterDecision = [
  '/handovers',
  '/contacts',
  '/deals',
  '/tasks',
  '/lifecycle',
  '/reports/rejections',
  '/today',
]
