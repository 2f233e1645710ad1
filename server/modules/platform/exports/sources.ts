import { campaigns, orders, products, returns } from './catalogue-sources.ts'
import { companies, contacts, deals } from './record-sources.ts'
import type { ExportSource } from './source.ts'
import { handovers, submissions, tasks } from './work-sources.ts'

const sources = new Map<string, ExportSource>(
  [contacts, companies, deals, tasks, handovers, submissions, products, orders, returns, campaigns].map((source) => [
    source.list,
    source,
  ]),
)
export const exportSource = (list: string): ExportSource | undefined => sources.get(list)
