import { Skeleton } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useApiPages } from '../../kernel/query.ts'

/** The rows that were set aside, each with its reason. */
export function Rejections({ id }: { id: string }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /imports/:id/rejections', { params: { id }, query: { limit: 20 } })
  if (pages.isPending) return <Skeleton h={120} />
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard */}
      <section className="td-import-scroll" tabIndex={0} aria-label={t('imports.result.problemsTitle')}>
        <table className="td-import-table">
          <thead>
            <tr>
              <th scope="col">{t('imports.result.row')}</th>
              <th scope="col">{t('imports.result.reason')}</th>
              <th scope="col">{t('imports.result.column')}</th>
              <th scope="col">{t('imports.result.content')}</th>
            </tr>
          </thead>
          <tbody>
            {pages.items.map((row) => (
              <tr key={row.rowNumber}>
                <td className="td-num">{format.number(row.rowNumber)}</td>
                <td data-wrap>
                  {t(
                    t.has(`imports.rules.${row.rule}`) ? `imports.rules.${row.rule}` : 'imports.rules.not_stored',
                    row.params,
                  )}
                </td>
                <td>{row.column ?? '–'}</td>
                <td title={row.cells?.join(' · ') ?? row.text ?? ''}>
                  {(row.cells ?? [row.text ?? '']).filter((cell) => cell.trim() !== '').join(' · ') || '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <MoreButton pages={pages} />
    </>
  )
}
