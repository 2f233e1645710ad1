import { useFormat, useT } from '../../kernel/i18n.tsx'
import type { ImportRecord } from './types.ts'

/** What became of the rows, in four numbers. */
export function Counts({ record }: { record: ImportRecord }) {
  const t = useT()
  const format = useFormat()
  const counts = [
    ['created', record.rowsCreated],
    ['updated', record.rowsUpdated],
    ['unchanged', record.rowsUnchanged],
    ['rejected', record.rowsRejected],
  ] as const
  return (
    <dl className="td-import-counts">
      {counts.map(([name, count]) => (
        <div key={name}>
          <dt>{t(`imports.counts.${name}`)}</dt>
          <dd
            className="td-num"
            {...(name === 'rejected' && count > 0 && { style: { color: 'var(--mantine-color-red-text)' } })}
          >
            {format.number(count)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
