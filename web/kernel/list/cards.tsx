import { Button, Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { type ReactNode, useEffect } from 'react'
import { useT } from '../i18n.tsx'
import { Link } from '../navigation.tsx'
import type { RowsProps } from './table.tsx'

/** The same rows on a phone: the record's name, then the first columns with their words. */
export function Cards<Row>(props: RowsProps<Row> & { card: ((row: Row) => ReactNode) | undefined }) {
  const { rows, rowId, columns, open, loading, hasMore, onMore, card } = props
  const t = useT()
  const { ref, entry } = useIntersection({ rootMargin: '400px' })
  const near = entry?.isIntersecting ?? false
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the end comes near
  useEffect(() => {
    if (near && hasMore) onMore()
  }, [near, rows.length])

  const primary = columns.find((column) => column.primary) ?? columns[0]
  const others = columns.filter((column) => column !== primary).slice(0, 4)
  return (
    <ul className="td-cards" aria-busy={loading}>
      {loading &&
        [1, 2, 3, 4, 5].map((key) => (
          <li key={key} className="td-row-card">
            <Skeleton h={16} w="60%" mb="xs" />
            <Skeleton h={12} w="90%" />
          </li>
        ))}
      {rows.map((row) => (
        <li key={rowId(row)} className="td-row-card">
          {card ? (
            card(row)
          ) : (
            <>
              <div className="td-row-card-title">
                {open ? (
                  <Link to={open(row)} className="td-row-card-link">
                    {primary?.render(row)}
                  </Link>
                ) : (
                  primary?.render(row)
                )}
              </div>
              <dl>
                {others.map((column) => (
                  <div key={column.key}>
                    <dt>{column.header}</dt>
                    <dd>{column.render(row)}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </li>
      ))}
      {hasMore && (
        <li ref={ref as never}>
          <Button fullWidth variant="default" onClick={onMore}>
            {t('kit.more')}
          </Button>
        </li>
      )}
    </ul>
  )
}
