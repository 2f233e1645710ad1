import type { ReplyOf } from '../../kernel/api.ts'

export type Role = ReplyOf<'GET /roles'>['items'][number]
