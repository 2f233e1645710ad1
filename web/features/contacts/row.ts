import type { RowOf } from '../../kernel/query.ts'

export type ContactRow = RowOf<'GET /contacts'>
