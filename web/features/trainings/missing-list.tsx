import type { InputOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { type RowOf, useApiPages } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'

type Row = RowOf<'GET /trainings/missing'>
type Query = NonNullable<InputOf<'GET /trainings/missing'>['query']>

/** Who is not up to date, and why. */
export function MissingList({ query, action }: { query: Query; action?: (row: Row) => React.ReactNode }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /trainings/missing', { query })
  if (pages.isSuccess && pages.items.length === 0) return <p className="td-muted">{t('trainings.missing.none')}</p>
  return (
    <>
      <ul className="tr-list">
        {pages.items.map((row) => (
          <li key={`${row.memberId} ${row.trainingId} ${row.departmentId}`} className="tr-row">
            <div>
              <strong>{row.fullName}</strong> <DepartmentMark department={row.departmentId} markOnly />
              <div className="td-muted">
                {!query.trainingId && (
                  <>
                    <Link to={`/trainings/${row.trainingId}`}>{row.trainingTitle}</Link>
                    {' · '}
                  </>
                )}
                {row.reason === 'expired'
                  ? t('trainings.missing.expired', { day: format.date(row.expiredAt) })
                  : t(`trainings.missing.${row.reason}`)}
              </div>
            </div>
            {action?.(row)}
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} />
    </>
  )
}
