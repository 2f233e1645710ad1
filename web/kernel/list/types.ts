import type { ReactNode } from 'react'

export type Column<Row> = {
  key: string
  header: string
  render: (row: Row) => ReactNode
  /** Word for the route's `sort`; descending is sent as `-word`. Without it the column cannot be sorted. */
  sort?: string
  /** Pixels; columns without a width share the rest. */
  width?: number
  /** Not shown until chosen. */
  hidden?: boolean
  /** The column that names the record: first on cards, link to the record. */
  primary?: boolean
  align?: 'start' | 'end'
}

export type Option = { value: string; label: string }
export type Filter =
  | { kind: 'text' | 'boolean' | 'member'; key: string; label: string }
  | { kind: 'select' | 'multi'; key: string; label: string; options: readonly Option[] }
  /** Sends `<key>From` and `<key>To`. */
  | { kind: 'dates'; key: string; label: string }
  /** Sends `<key>Min` and `<key>Max`. */
  | { kind: 'numbers'; key: string; label: string; unit?: string }

/** The query names that a filter owns. */
export const queryNamesOf = ({ kind, key }: Filter): string[] =>
  kind === 'dates' ? [`${key}From`, `${key}To`] : kind === 'numbers' ? [`${key}Min`, `${key}Max`] : [key]

export type Empty = { title: string; text: string; picture?: ReactNode; action?: ReactNode }
export type Query = Record<string, string | string[]>
/** What a bulk act is given: the chosen rows, and how to leave the selection. */
export type Bulk<Row> = { ids: string[]; rows: Row[]; clear: () => void }
