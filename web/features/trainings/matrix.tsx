import { Modal } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Matrix } from '#contract/trainings.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { MissingList } from './missing-list.tsx'
import { TrainingTabs } from './tabs.tsx'

type Cell = Matrix['cells'][number]
/** Less than half is what the monthly meeting speaks of first. */
const low = 0.5

/** Which department still lacks what. Each cell opens who is missing. */
export default function TrainingMatrix() {
  const t = useT()
  const format = useFormat()
  const [{ projectId }] = useSearch()
  const only = typeof projectId === 'string' ? { projectId } : {}
  const { data } = useApi('GET /trainings/matrix', { query: only })
  const [open, setOpen] = useState<Cell | null>(null)
  const topicName = (key: string) => data?.topics.find((topic) => topic.key === key)?.name ?? key
  const departmentName = (id: string) => data?.departments.find((one) => one.id === id)?.name ?? ''
  return (
    <Page
      title={t('trainings.matrix.title')}
      width="wide"
      subtitle={
        data?.total.coverage == null
          ? t('trainings.matrix.subtitle')
          : t('trainings.matrix.total', {
              share: format.percent(data.total.coverage, 0),
              covered: data.total.covered,
              required: data.total.required,
            })
      }
    >
      <TrainingTabs />
      {data?.cells.length === 0 && (
        <EmptyState
          title={t('trainings.matrix.emptyTitle')}
          text={t('trainings.matrix.empty')}
          picture={<IconTable size={40} stroke={1.2} />}
        />
      )}
      {data && data.cells.length > 0 && <Grid matrix={data} onOpen={setOpen} />}
      {open && (
        <Modal
          opened
          onClose={() => setOpen(null)}
          title={t('trainings.matrix.missingOf', {
            department: departmentName(open.departmentId),
            topic: topicName(open.topic),
          })}
        >
          <MissingList query={{ departmentId: open.departmentId, topic: open.topic, ...only }} />
        </Modal>
      )}
    </Page>
  )
}

function Grid({ matrix, onOpen }: { matrix: Matrix; onOpen: (cell: Cell) => void }) {
  const t = useT()
  const cells = new Map(matrix.cells.map((cell) => [`${cell.departmentId} ${cell.topic}`, cell]))
  return (
    <section className="tr-scroll" aria-label={t('trainings.matrix.title')}>
      <table className="tr-matrix">
        <thead>
          <tr>
            <th scope="col">{t('trainings.fields.topic')}</th>
            {matrix.departments.map(({ id }) => (
              <th key={id} scope="col">
                <DepartmentMark department={id} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.topics.map(({ key, name }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {matrix.departments.map((department) => {
                const cell = cells.get(`${department.id} ${key}`)
                return (
                  <td key={department.id}>
                    {cell ? (
                      <CellButton cell={cell} label={`${department.name}, ${name}`} onOpen={() => onOpen(cell)} />
                    ) : (
                      <div className="tr-none td-muted">{t('trainings.matrix.notAsked')}</div>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function CellButton({ cell, label, onOpen }: { cell: Cell; label: string; onOpen: () => void }) {
  const t = useT()
  const format = useFormat()
  const { coverage, covered, required } = cell
  if (coverage === null) return <div className="tr-none td-muted">{t('trainings.matrix.nobody')}</div>
  return (
    <button
      type="button"
      className="tr-cell td-num"
      aria-label={t('trainings.matrix.open', { label, covered, required })}
      onClick={onOpen}
    >
      <span>
        <strong>{format.percent(coverage, 0)}</strong>{' '}
        <span className="td-muted">{t('trainings.matrix.of', { covered, required })}</span>
      </span>
      <span className="tr-bar" data-low={coverage < low || undefined} aria-hidden="true">
        <span style={{ width: `${coverage * 100}%` }} />
      </span>
    </button>
  )
}
