import type { RowOf } from '../../kernel/query.ts'

export type CompanyRow = RowOf<'GET /companies'>
