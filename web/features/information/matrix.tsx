import { Badge, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Search, useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { DepartmentPair } from './department-pair.tsx'
import { FreshnessBar } from './freshness.tsx'

type Matrix = ReplyOf<'GET /information-items/matrix'>
type Cell = Matrix['cells'][number]

const useMatrix = (projectId: string | undefined) =>
  useApi('GET /information-items/matrix', { query: { ...(projectId && { projectId }) } }, { keepPrevious: true }).data

/** Who needs how much of whom, and how fresh it is; a cell leads to its items. Nothing until something is asked for. */
export function NeedsMatrix({ projectId }: { projectId: string | undefined }) {
  const t = useT()
  const format = useFormat()
  const narrow = useMediaQuery('(max-width: 40em)')
  const matrix = useMatrix(projectId)
  if (!matrix || matrix.freshness === null) return null
  return (
    <div className="in-matrix">
      <p className="in-summary">
        <span>{t('information.matrix.freshness')}</span>
        <strong className="td-num">{format.percent(matrix.freshness, 0)}</strong>
        <Badge variant="light" color={matrix.ready ? 'green' : 'red'}>
          {t(matrix.ready ? 'information.matrix.ready' : 'information.matrix.notReady')}
        </Badge>
      </p>
      {narrow ? <CellList cells={matrix.cells} /> : <Table matrix={matrix} />}
    </div>
  )
}

function Table({ matrix }: { matrix: Matrix }) {
  const t = useT()
  const uses = (field: 'requestedByDepartmentId' | 'providedByDepartmentId') =>
    matrix.departments.filter(({ id }) => matrix.cells.some((cell) => cell[field] === id))
  const providers = uses('providedByDepartmentId')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reachable by keyboard
    <section className="in-matrix-scroll" tabIndex={0} aria-label={t('information.matrix.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="td-muted">{t('information.matrix.corner')}</span>
            </th>
            {providers.map(({ id }) => (
              <th key={id} scope="col">
                <DepartmentMark department={id} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {uses('requestedByDepartmentId').map((requester) => (
            <tr key={requester.id}>
              <th scope="row">
                <DepartmentMark department={requester.id} />
              </th>
              {providers.map((provider) => (
                <td key={provider.id}>
                  <CellButton
                    cell={matrix.cells.find(
                      (cell) =>
                        cell.requestedByDepartmentId === requester.id && cell.providedByDepartmentId === provider.id,
                    )}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The same where a table does not fit. */
function CellList({ cells }: { cells: readonly Cell[] }) {
  const t = useT()
  return (
    <ul className="in-cells" aria-label={t('information.matrix.title')}>
      {cells.map((cell) => (
        <li key={`${cell.requestedByDepartmentId} ${cell.providedByDepartmentId}`}>
          <CellButton cell={cell} isNamed />
        </li>
      ))}
    </ul>
  )
}

function CellButton({ cell, isNamed = false }: { cell: Cell | undefined; isNamed?: boolean }) {
  const t = useT()
  const [search, setSearch] = useSearch()
  if (!cell)
    return (
      <span className="td-muted" aria-hidden="true">
        –
      </span>
    )
  const { requestedByDepartmentId, providedByDepartmentId } = cell
  const isChosen =
    search.requestedByDepartmentId === requestedByDepartmentId &&
    search.providedByDepartmentId === providedByDepartmentId
  const kept: Search = typeof search.projectId === 'string' ? { projectId: search.projectId } : {}
  return (
    <UnstyledButton
      className="in-cell"
      aria-pressed={isChosen}
      onClick={() =>
        setSearch({ ...kept, show: 'all', ...(!isChosen && { requestedByDepartmentId, providedByDepartmentId }) })
      }
    >
      {isNamed && <DepartmentPair from={providedByDepartmentId} to={requestedByDepartmentId} />}
      <FreshnessBar value={cell.freshness} />
      <span className="in-small td-muted">
        {t('information.matrix.cell', { items: cell.items, stale: cell.stale })}
        {cell.staleMandatory > 0 && (
          <span className="in-wrong"> · {t('information.matrix.mandatory', { count: cell.staleMandatory })}</span>
        )}
      </span>
    </UnstyledButton>
  )
}
