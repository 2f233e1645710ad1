import type { Notice } from '#contract/notices.ts'

export const noticeKinds = ['process_change', 'news'] as const satisfies readonly Notice['kind'][]
export const noticeBoxes = ['for_me', 'all', 'mine'] as const
