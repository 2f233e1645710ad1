import type { TermBinding, TermNumber } from '#contract/glossary.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { countByRow } from './count-contacts.ts'
import { countByCondition } from './match-contacts.ts'
import { reportNumber } from './report-numbers.ts'

type Bound = { id: string; binding: TermBinding }

/**
 * The number behind each word as it is now, by the word's id; words bound to nothing have none. Stages and temperatures take one
 * statement together, reports one each, all conditions one pass over the newest contacts.
 */
export async function numbersOf(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  terms: readonly Bound[],
): Promise<Map<string, TermNumber>> {
  const of = <K extends TermBinding['kind']>(kind: K) =>
    terms.flatMap(({ id, binding }) =>
      binding.kind === kind ? [{ id, binding: binding as Extract<TermBinding, { kind: K }> }] : [],
    )
  const conditions = of('condition')
  const rows = await countByRow(db, workspaceId, [...of('stage'), ...of('temperature')])
  const matched = await countByCondition(
    db,
    workspaceId,
    conditions.map(({ binding }) => binding.condition),
  )
  const reports: (readonly [string, TermNumber])[] = []
  for (const { id, binding } of of('report'))
    reports.push([id, await reportNumber(db, workspaceId, at, binding.report)])
  return new Map<string, TermNumber>([
    ...rows,
    ...reports,
    ...conditions.map(({ id }, index) => {
      const { count, atLeast } = matched[index]!
      return [id, { value: count, unit: 'count', currency: null, atLeast, url: `/glossary/${id}/records` }] as const
    }),
  ])
}
